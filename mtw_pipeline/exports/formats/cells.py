r"""Cells that hold no value: errors of spreadsheets, what programs write for nothing, characters that show nothing.

What belongs here: these lists, once for every format. What does not: what one format writes for nothing (its mapping).
"""

import re

ERRORS = (
    "#N/A", "#NA", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!",
    "#GETTING_DATA", "#MACRO?", "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", "#FELD!",
    "#DATEN_ABRUFEN", "#N/D", "#¡VALOR!", "#¡REF!", "#¡DIV/0!", "#¡NUM!", "#¿NOMBRE?", "#¡NULO!", "#¡DESBORDAMIENTO!",
    "#¡CALC!", "#¡CAMPO!", "#VALOR!", "#NOMBRE?", "#NULO!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!",
    "#EPARS!", "#CHAMP!", "#VALORE!", "#RIF!", "#NOME?", "#NULLO!", "#ESPANSIONE!", "#CAMPO!", "#NÚM!", "#DESPEJAR!",
    "#N/B", "#WAARDE!", "#VERW!", "#DEEL/0!", "#NAAM?", "#GETAL!", "#LEEG!", "#OVERLOOP!", "#ARG!", "#ADR!",
    "#DZIEL/0!", "#NAZWA?", "#LICZBA!", "#ZERO!", "#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!", "#DIVISION/0!", "#NAMN?",
    "#OGILTIGT!", "#SKÄRNING!", "#I/T", "#VÆRDI!", "#REFERENCE!", "#NAVN?", "#VERDI!", "#PUUTTUU!", "#ARVO!",
    "#VIITTAUS!", "#JAKO/0!", "#NIMI?", "#LUKU!", "#TYHJÄ!", "#DĚLENÍ_NULOU!", "#HODNOTA!", "#ODKAZ!", "#NÁZEV?",
    "#ČÍSLO!", "#ZÉRÓOSZTÓ!", "#ÉRTÉK!", "#HIV!", "#NÉV?", "#SZÁM!", "#NULLA!", "#HIÁNYZIK", "#YOK", "#DEĞER!",
    "#BAŞV!", "#SAYI/0!", "#AD?", "#SAYI!", "#BOŞ!", "#Н/Д", "#ЗНАЧ!", "#ССЫЛКА!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!",
    "#ПУСТО!", "Err:502", "Err:504", "Err:508", "Err:509", "Err:511", "Err:519", "Err:520", "Err:522", "Err:523",
    "Err:524",
)  # fmt: skip
"""What Excel, LibreOffice and Google Sheets show where a formula failed, in the languages that they speak: empty cells,
in every table. As a whole cell only: some of them are hashtags too."""

NOTHING = (
    "NA", "N/A", "n/a", "<NA>", "nan", "NaN", "NAN", "-nan", "null", "NULL", "Null", "None", "none", "missing",
    "NaT", "undefined", "NA_character_", "NA_integer_", "NA_real_", r"\N", "(null)", "(NULL)",
    "<null>", "<NULL>", "[null]",
)  # fmt: skip
"""What R, pandas, SQL and plugins write for no value: empty in the tables that a column map describes, and in those of
every format that write so where only a number can stand (reading/odd_cells/). Else an account may be called so."""

SHOWN_AS_NOTHING = (
    *NOTHING, "(empty)", "(blank)", "(none)", "(None)", "nil", "N.A.", "n.a.", "-", "--", "---", ".", "?",
)  # fmt: skip
"""The same with what spreadsheets and statistics programs write: for nothing only where the file shows it
(reading/odd_cells/), for a tweet may be no more than a sign."""

NOBODY = ("-1", "-1.0")
"""What databases write for nobody and for no count: empty in every column that no person wrote."""

EMPTY_LIST = (*NOBODY, "0", "0.0")
"""The same of lists, with what pandas fills empty cells with: no tweet has a hashtag, mention, link or medium 0."""

ERROR_VALUE = "(?i)#NA|" + "|".join(re.escape(error) for error in ERRORS if error[-1] in "!?" or "/" in error)
"""The same as a pattern, for a part of a cell: those that no hashtag is."""

NO_ID = r"(?i)|-1(\.0+)?|0(\.0+)?|null|none|nan|-nan|na|n/a|<na>|undefined|missing"
"""What stands in place of an id for nobody, as a pattern."""

NO_TWEET = NO_ID.replace(r"|0(\.0+)?", "")
"""The same for the id of a tweet, where 0 stands for one that was forgotten."""

COUNT = r"[0-9]{1,18}(?:\.0{1,2}|\.0{4,}|,00?)?|(?:0|[0-9]{4,18})\.000"
"""A whole number, as a pattern, perhaps as programs write it that know numbers with a fraction alone. Three zeros
behind one to three digits are none: 1.000 is a thousand where points stand between thousands."""

INVISIBLE = r"[\x{AD}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FE00}-\x{FE0F}\x{FEFF}]"
"""Characters that show nothing and belong to no word, hashtag or handle, in the syntax of RE2; the joiners that Persian
and Sinhala write with (U+200C, U+200D) are none."""

OTHER_BLANKS = r"[\x{A0}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]"
"""Blanks that are none to a program: French ones between thousands, that of newer Excels before AM and PM."""

UNSEEN = INVISIBLE.replace(r"\x{200B}", r"\x{200B}-\x{200D}")
"""The same with the joiners, for handles and ids, which are ASCII."""

_UNSEEN_CHARACTERS = re.compile(re.sub(r"\\x\{([0-9A-F]+)\}", lambda found: chr(int(found[1], 16)), UNSEEN))

LETTERS = (
    r"[A-Za-z0-9_\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{24F}\x{400}-\x{481}\x{48A}-\x{52F}\x{621}-\x{64A}"
    r"\x{3041}-\x{3096}\x{30A1}-\x{30FA}\x{30FC}-\x{30FE}\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}]+"
)
"""A hashtag from which nothing is to be taken away: letters that Unicode's form NFC leaves as they are, whichever stand
side by side, digits and _. Not all such letters: those that hashtags are mostly written with."""

JOINERS = r"(^|[^\p{L}\p{M}]|[\p{Latin}\p{Greek}\p{Cyrillic}])[\x{200C}\x{200D}]+"
"""Those joiners where they join nothing: behind group 1, which stays."""


def without_unseen(cell: str) -> str:
    """A cell without characters that show nothing: for what is ASCII, ids, handles and their addresses."""
    return cell if cell.isascii() else _UNSEEN_CHARACTERS.sub("", cell)


def without_halves(text: str) -> str:
    """A text with U+FFFD for each half of a character, which an escape of JSON can name and no encoding can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
