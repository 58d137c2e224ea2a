"""A planted corpus: people of an invented study in every place and every form in which a copy could name them.

What belongs here: who there is, and what is planted where. What does not: whether it is found (test_leaks.py).
"""

from dataclasses import dataclass

ANN, BOB, JANE, MAX = "ann_invented", "bob_the_2nd_", "janequillfeather", "MaxMustermann"
TWEET_ID, USER_ID, SHORT_ID, TINY_ID = "1345000000000000001", "900000000000000017", "7712345", "501"
HANDLES = (ANN, BOB, JANE, MAX, "zoe9", "n_o_n_a_m_e", "hope")
NAMES = (
    "Ann Real Name", "José Pérez-Gil", "Jane 🌸 Quillfeather | SEO", "Мария Выдуманная", "山田太郎", "김철수",
    "محمد المخترع", "שָׂרָה בְּדוּיָה", "ณัฐพงศ์สมมุติ", "सीमा काल्पनिक",
    "Łukasz Żółwik", "Dr. Greta Mustermann", "Vorlandia", "Mr. B 🎉", "𝓕𝓪𝓷𝓬𝔂 𝓛𝓮𝓽𝓽𝓮𝓻𝓼",
    "架々空希", "架﨑空", "架田 空実", "박 가공인", "David 최", "ศรีสมมุติ กุศลเทียม",
    "Joost van der Mustermann", "Fiona O'Quillfeather",
)  # fmt: skip
IDS = (TWEET_ID, USER_ID, SHORT_ID, TINY_ID)
CODERS = ("Carla Coder", "B")


@dataclass(frozen=True)
class Leak:
    """Something planted.

    Args:
        name: what it is, for people.
        value: what is planted.
        secrets: what must not stand in the copy, as a person reads it: decoded, in lower case, without accents.
        is_known: whether the study knows it, so that the check of the copy has to see it too.
    """

    name: str
    value: str
    secrets: tuple[str, ...]
    is_known: bool = True


def _leaks(*given: tuple[str, str, str | tuple[str, ...]], is_known: bool = True) -> tuple[Leak, ...]:
    return tuple(
        Leak(name, value, (secrets,) if isinstance(secrets, str) else secrets, is_known)
        for name, value, secrets in given
    )


IN_TEXTS = _leaks(
    ("a mention", "thanks @Ann_Invented!", ANN),
    ("a mention with a full-width @", "thanks ＠ann_invented", ANN),
    ("a mention with a small @", "thanks ﹫ann_invented", ANN),
    ("a full-width handle", "ａｎｎ＿ｉｎｖｅｎｔｅｄ says", ANN),
    ("a handle with a joiner", "ann\u200d_inv\u200bented says", ANN),
    ("a handle with a soft hyphen", "ann_\u00adinvented says", ANN),
    ("a handle without @", "ann_invented says", ANN),
    ("a handle in capitals", "ANN_INVENTED says", ANN),
    ("a handle with 's", "ann_invented's talk", ANN),
    ("a handle with a typographic 's", "ann_invented’s talk", ANN),
    ("a handle with a trailing underscore", "ask ann_invented_ now", ANN),
    ("a handle without its trailing underscore", "ask bob_the_2nd now", "bob_the_2nd"),
    ("a handle inside a longer word", "the xann_inventedx fans", ANN),
    ("a handle of letters", "ask JaneQuillfeather now", JANE),
    ("a handle in brackets", "(janequillfeather)", JANE),
    ("a handle between commas", "a,ann_invented,b", ANN),
    ("a handle behind a line's end", "first\nann_invented\tthird", ANN),
    ("a handle with percent signs", "ann%5Finvented says", ANN),
    ("a handle with percent signs twice", "ann%255Finvented says", ANN),
    ("a handle with entities", "&#97;nn&#x5f;invented says", ANN),
    ("a mention with an entity", "&commat;ann_invented says", ANN),
    ("a mention behind letters of another script", "ありがとう@ann_invented", ANN),
    ("a mention of another server", "hello @ann_invented@example.social", (ANN, "example.social")),
    ("a hashtag", "#ann_invented rocks", ANN),
    ("a hashtag of letters", "#JaneQuillfeather rocks", JANE),
    ("a display name", "thanks Ann Real Name for it", "ann real name"),
    ("a display name in lower case", "thanks ann real name for it", "ann real name"),
    ("a display name over two lines", "thanks Ann\nReal Name", "ann real name"),
    ("a display name between underscores", "thanks _Ann Real Name_", "ann real name"),
    ("a display name of which each word is stressed", "__José__ _Pérez_ Gil_", "jose perez gil"),
    ("a display name with other signs", "thanks Ann | Real — Name", "ann real name"),
    ("a display name without its accents", "gracias Jose Perez Gil", "jose perez gil"),
    ("a display name with its accents apart", "gracias Jose\u0301 Pe\u0301rez-Gil", "jose perez gil"),
    ("a display name with emoji", "thanks Jane 🌸 Quillfeather | SEO", "jane quillfeather"),
    ("a display name in Cyrillic", "спасибо, МАРИЯ ВЫДУМАННАЯ", "мария выдуманная"),
    ("a display name in Japanese", "山田太郎さんありがとう", "山田太郎"),
    ("a display name in Korean", "김철수는 좋아요", "김철수"),
    ("a handle before Japanese", "janequillfeatherさんありがとう", JANE),
    ("a short handle before Japanese", "zoe9さんありがとう", "zoe9"),
    ("a display name of one word before Japanese", "Vorlandiaさんありがとう", "vorlandia"),
    ("a display name of several words in Japanese", "ありがとうAnn Real Nameさん", "ann real name"),
    ("a display name of one word in a hashtag in Japanese", "#Vorlandiaさん", "vorlandia"),
    ("a display name of one word before Korean", "Vorlandia는 좋아요", "vorlandia"),
    ("a display name with a letter that is repeated", "今日は架々空希さんと", "架々空希"),
    ("a display name of a repeated letter by itself", "架々空希", "架々空希"),
    ("a display name of a letter of an older standard", "今日は架﨑空さんと", "架﨑空"),
    ("a display name of two words in Japanese with a title", "今日は架田 空実さんと", "架田 空実"),
    ("a display name of two words in Japanese, stressed", "架田　「空実」先生", "架田"),
    ("a display name of two words in a hashtag in Japanese", "#架田_空実 です", "架田"),
    ("a display name of two words in Korean with a particle", "오늘 박 가공인은 좋아요", "박 가공인"),
    ("a display name of two scripts with a particle", "오늘 David 최는 좋아요", "david 최"),
    ("a display name of two words in Thai between others", "วันนี้คุณศรีสมมุติ กุศลเทียมครับ", "กศลเทยม"),
    ("a display name over two lines in Thai", "คุณศรีสมมุติ\nกุศลเทียมครับ", "กศลเทยม"),
    ("a display name before Korean laughter", "Vorlandiaㅋㅋㅋ", "vorlandia"),
    ("a handle before Korean laughter", "janequillfeatherㅋㅋ", JANE),
    ("a display name behind a mention in Japanese", "@zoe9さんとVorlandiaさん", "vorlandia"),
    ("a display name in Thai behind a hyphen", "co-ณัฐพงศ์สมมุติ", "ณฐพงศสมมต"),
    ("a short id before Japanese", f"{SHORT_ID}さん", SHORT_ID),
    ("a display name in Arabic with its vowels", "قال مُحَمَّد المُختَرِع نعم", "محمد المخترع"),
    ("a display name in Arabic, stretched", "قال مــحمد المخترع نعم", "مــحمد المخترع"),
    ("a display name in Hebrew without its vowels", "אמרה שרה בדויה היום", "שרה בדויה"),
    ("a display name in Thai", "คุณณัฐพงศ์สมมุติครับ", "ณฐพงศสมมต"),
    ("a display name in Thai in a hashtag", "#ณัฐพงศ์สมมุติ", "ณฐพงศสมมต"),
    ("a display name in Hindi", "यह सीमा काल्पनिक है", "सीमा"),
    ("a display name in fancy letters", "by fancy letters today", "fancy letters"),
    ("a display name in fancy letters, as written", "by 𝓕𝓪𝓷𝓬𝔂 𝓛𝓮𝓽𝓽𝓮𝓻𝓼", "fancy letters"),
    ("a display name of one word", "ask Vorlandia now", "vorlandia"),
    ("a display name with 's", "Ann Real Name's talk", "ann real name"),
    ("a profile on an unknown domain", "see https://people.example.org/u/ann_invented", ANN),
    ("a percent-encoded handle in a link", "see https://example.org/?u=ann%5finvented", ANN),
    ("a link with a login", "see https://ann_invented@example.org/x", ANN),
    ("a link without a scheme", "see example.org/ann_invented", ANN),
    ("a host that names somebody", "see http://janequillfeather.com", JANE),
    ("a host without a path", "see janequillfeather.blogspot.com", JANE),
    ("a tweet's address", f"https://twitter.com/Ann_Invented/status/{TWEET_ID}", (ANN, TWEET_ID)),
    ("a link on a publisher's site", "https://news.example.net/by/ann_invented/2020?u=ann_invented", ANN),
    ("a publisher's author page", "https://news.example.net/author/ann-real-name", "ann real name"),
    ("an id", f"see {TWEET_ID}", TWEET_ID),
    ("an id behind letters", f"see tweet{TWEET_ID}x", TWEET_ID),
    ("a user's id behind letters", f"see uid{USER_ID}", USER_ID),
    ("a short id", f"user {SHORT_ID} says", SHORT_ID),
    ("a short id behind letters", f"u{SHORT_ID} says", SHORT_ID),
    ("a tiny id behind letters", f"user{TINY_ID} says", TINY_ID),
    ("an id in full-width digits", "see １３４５０００００００００００００００１", TWEET_ID),
    ("an id in Arabic digits", "see ١٣٤٥٠٠٠٠٠٠٠٠٠٠٠٠٠٠١", TWEET_ID[:12]),
    ("a handle with strokes", "\u0336".join(ANN) + " says", ANN),
    ("an id with a hash sign", f"see #{SHORT_ID}", SHORT_ID),
)  # fmt: skip
DERIVED_IN_TEXTS = _leaks(
    ("a handle with an escape", r"ann\u005finvented says", r"ann\u005finvented"),
    ("a handle with a year", "ask JaneQuillfeather2021", JANE),
    ("a handle inside a word", "the teamjanequillfeather fans", JANE),
    ("a display name turned round", "Mustermann, Greta 2020", "mustermann greta"),
    ("a display name over two hashtags", "#Greta #Mustermann", "greta mustermann"),
    ("an id with its thousands parted", "see 1,345,000,000,000,000,001", "345,000,000"),
    ("an id with blanks", "see 1345 000 000 000 000 001", "000 000 001"),
    ("an id with underscores", "see 1345_000000_000000_001", "000000_001"),
    ("a handle without underscores", "ask anninvented now", "anninvented"),
    ("a handle with hyphens", "ask ann-invented now", "ann-invented"),
    ("a handle inside a hashtag", "#TeamJaneQuillfeather rocks", JANE),
    ("a display name as a hashtag", "#AnnRealName rocks", "annrealname"),
    ("a display name with its hyphen as a hashtag", "#JoséPérez-Gil rocks", "joseperez-gil"),
    ("a handle with a hyphen as a hashtag", "#ann-invented rocks", "ann-invented"),
    ("a display name with its particles, turned round", "van der Mustermann, Joost", "van der mustermann"),
    ("a display name with an apostrophe, turned round", "O'Quillfeather, Fiona", "quillfeather"),
    ("a display name with a hyphen, turned round", "Pérez-Gil, José", "perez-gil"),
    ("a display name's first part", "thanks Jane Quillfeather", "jane quillfeather"),
    ("a display name without its title", "thanks Greta Mustermann", "greta mustermann"),
    ("a display name in Polish without its marks", "dzieki Lukasz Zolwik", "lukasz zolwik"),
    ("a host under another", "see https://ann-invented.blogspot.com/2020", "ann-invented"),
    is_known=False,
)
"""Forms that follow from names; masking knows them, and the check of the copy need not."""
UNKNOWN_IN_TEXTS = _leaks(
    ("a local number in one", "call 5550199", "5550199"),
    ("a number with underscores", "call 555_010_0199", "010_0199"),
    ("a mention of a stranger", "thanks @stranger_of_us", "stranger_of_us"),
    ("an e-mail address", "mail stranger.one@example.org", "stranger.one"),
    ("an e-mail address without dots", "mail stranger@localhost", "stranger"),
    ("an e-mail address, full-width", "mail stranger＠example．org", "stranger"),
    ("an e-mail address, percent-encoded", "mail stranger%40example.org", "stranger"),
    ("an e-mail link", "mailto:stranger@example.org?subject=hi", "stranger"),
    ("an e-mail address with at in brackets", "mail stranger (at) example.org", "stranger"),
    ("an e-mail address with at and dot", "mail stranger at example dot org", "stranger"),
    ("an e-mail address with both in brackets", "mail stranger[at]example[dot]org", "stranger"),
    ("an e-mail address with blanks", "mail stranger @ example.org", "stranger"),
    ("an e-mail address with underscores", "mail stranger_at_example_dot_org", "stranger"),
    ("a short link", "see https://t.co/StRaNg3r", "strang3r"),
    ("another short link", "see bit.ly/StRaNg3r", "strang3r"),
    ("a chat link", "see https://wa.me/447700900123", "7700900123"),
    ("a telephone link", "tel:+447700900123", "7700900123"),
    ("a number as Britons write it", "call 020 7946 0958", "7946 0958"),
    ("a mobile number in one", "call 07700900123", "7700900123"),
    ("a number with its country", "call +44 (0)20 7946 0958", "7946 0958"),
    ("a number behind 00", "call 0044 20 7946 0958", "7946 0958"),
    ("a number as Americans write it", "call (555) 010-0199", "010-0199"),
    ("a number with dots", "call 555.010.0199", "010.0199"),
    ("a number with hyphens", "call 555-010-0199.", "010-0199"),
    ("a local number", "call 555-0199 now", "555-0199"),
    ("a number as Frenchmen write it", "call 06 39 98 12 34", "98 12 34"),
    ("a number as Spaniards write it", "call 612 345 678", "345 678"),
    ("a number as Germans write it", "call 030/23125 555", "23125"),
    ("a number as Indians write it", "call 98765-43210", "43210"),
    ("a number in full-width digits", "call ０２０ ７９４６ ０９５８", "7946"),
    is_known=False,
)  # fmt: skip

OTHER_PLACES: tuple[tuple[str, str, dict[str, object], tuple[str, ...]], ...] = (
    ("a name as a word", "word_frequencies", {"word": ANN}, (ANN,)),
    ("a name as a hashtag among words", "word_frequencies", {"word": "#janequillfeather"}, (JANE,)),
    ("a name as two words", "bigram_frequencies", {"first_word": "greta", "second_word": "mustermann"}, ()),
    ("a handle in a pair of words", "bigram_frequencies", {"first_word": "thanks", "second_word": ANN}, (ANN,)),
    ("a name among key words", "word_keyness", {"word": "vorlandia"}, ("vorlandia",)),
    ("a name among the words of a list", "word_list_uses", {"word": ANN, "list": "people"}, (ANN,)),
    ("a name as a list's name", "word_list_totals", {"list": "friends of Ann Real Name"}, ("ann real name",)),
    ("a name among a community's words", "communities", {"words": ["talk", ANN], "community": 1}, (ANN,)),
    ("a name among its hashtags", "communities", {"hashtags": ["TeamJaneQuillfeather"], "community": 2}, (JANE,)),
    ("a name over two of a community's words", "communities", {"words": ["greta", "mustermann"], "community": 4}, ()),
    ("a name over two hashtags", "tweets", {"tweet_id": "94", "author": "x", "hashtags": ["Greta", "Mustermann"]},
     ("greta mustermann", "greta', 'mustermann")),
    ("an account among its leaders", "communities", {"leaders": [ANN, f"id:{USER_ID}"], "community": 3}, (ANN,)),
    ("a leader and the class that the study gave", "leaders", {"account": ANN, "class": f"the {ANN}"}, (ANN,)),
    ("a hashtag", "tweet_hashtags", {"hashtag": JANE, "hashtag_as_written": "JaneQuillfeather"}, (JANE,)),
    ("a hashtag of a display name", "tweet_hashtags", {"hashtag": "annrealname", "position": 2}, ("annrealname",)),
    ("a mention", "tweet_mentions", {"account": ANN, "handle": "Ann_Invented", "user_id": USER_ID}, (ANN, USER_ID)),
    ("a link", "tweet_urls", {"url": f"https://x.com/{ANN}/status/{TWEET_ID}", "domain": f"{JANE}.com"}, (ANN, JANE)),
    ("a link that is none", "tweet_urls", {"tweet_id": "95", "url": "Ann Real Name", "domain": "Ann | Real Name"},
     ("ann real name",)),
    ("tokens", "tweet_tokens", {"tokens": f"thanks @{ANN} greta mustermann #teamjanequillfeather"}, (ANN, JANE)),
    ("a language that is none", "tweets", {"tweet_id": "90", "language": ANN}, (ANN,)),
    ("a file named after a person", "tweets", {"tweet_id": "91", "export_file": f"timeline_{ANN}.csv"}, (ANN,)),
    ("a file named after an id", "tweets", {"tweet_id": "92", "export_file": f"{TWEET_ID}.json"}, (TWEET_ID,)),
    ("the accounts of a tweet", "tweets", {
        "tweet_id": "93", "author": ANN, "author_handle": "Ann_Invented", "author_id": USER_ID, "replied_to": ANN,
        "retweeted": f"id:{USER_ID}", "quoted": ANN, "mention_handles": [ANN], "mention_ids": [USER_ID],
        "in_reply_to_tweet_id": TWEET_ID, "retweeted_tweet_id": TWEET_ID, "quoted_tweet_id": TWEET_ID,
        "hashtags": ["Ann_Invented"], "urls": [f"https://example.org/{ANN}"],
    }, (ANN, USER_ID, TWEET_ID)),
    ("a profile", "users", {
        "account": ANN, "user_id": USER_ID, "handle": ANN, "name": "Ann Real Name", "description": "her profile text",
        "location": "Secretville", "followers": 48_213, "following": 4_711,
    }, (ANN, USER_ID, "ann real name", "her profile text", "secretville")),
    ("a tie", "interactions", {"source": ANN, "target": f"id:{USER_ID}", "kind": "mention"}, (ANN, USER_ID)),
    ("an unknown column", "collection_exports", {"export_file": "a.csv", "unknown_columns": ["Ann Real Name"]},
     ("ann real name",)),
    ("a note", "collection_exports", {"export_file": f"{ANN}/b.csv", "notes": [f"the cell {ANN} was cut"]}, (ANN,)),
    ("a refusal that quotes the file", "collection_exports", {"export_file": "c.csv", "refusal": "no column 'Whoever'"},
     ("whoever",)),
    ("a format that the study named", "collection_exports", {"export_file": "d.csv", "format": "by Ann Real Name"},
     ("ann real name",)),
    ("a codebook's example", "codebook", {"variable": "purpose", "category": "x", "example": "thanks @Ann_Invented"},
     (ANN,)),
    ("a codebook's definition", "codebook", {"variable": "purpose", "category": "y", "definition": "as Ann Real Name"},
     ("ann real name",)),
    ("a category", "codebook", {"variable": "purpose", "category": ANN, "label": f"by {ANN}"}, (ANN,)),
    ("a reason for a lower threshold", "coded_variables", {"variable": "purpose", "lowered_because": f"{ANN} said so"},
     (ANN,)),
    ("a coder and a sheet", "code_history", {
        "entry": 1, "coder": "Carla Coder", "tweet_id": TWEET_ID, "import_file": "sheet of Carla Coder.xlsx",
    }, ("carla coder", TWEET_ID)),
    ("two coders", "coder_agreement", {"variable": "purpose", "coders": "Carla Coder & B", "measure": "gwets_ac1"},
     ("carla coder",)),
    ("who decided", "coded_tweets", {"tweet_id": TWEET_ID, "variable": "purpose", "decided_by": ["Carla Coder"]},
     ("carla coder", TWEET_ID)),
    ("an example of a theme", "theme_frequencies", {"theme": "t", "example": "спасибо, Мария Выдуманная"},
     ("мария выдуманная",)),
    ("a dictionary named after a person", "style_measures", {"measure": "m", "dictionary": f"{ANN}.dic"}, (ANN,)),
    ("a scorer's model", "sentiment_scores", {"tweet_id": "1", "scorer": f"transformer {ANN}/model"}, (ANN,)),
    ("why a scorer did not run", "sentiment_scorers", {"scorer": "vader", "problem": "no /home/whoever/model"},
     ("whoever",)),
)  # fmt: skip
"""What is planted in a table by itself: what it is, the table, the columns that are set, what must not stand there."""
