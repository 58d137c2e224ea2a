"""How a value becomes text on a page, and how text from the data is made harmless.

What belongs here: the templates' environment and their filters. What does not: what a page says (page.py,
network_page.py, trends/), the sentences around it (templates/), and what pages of other rooms share
(webpages.py).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from mtw_pipeline.collect.collector import TITLES
from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.report.withheld import OfTheProgram, Rough, is_withheld
from mtw_pipeline.text.scorer_names import scorer_name
from mtw_pipeline.webpages import page_environment, visible

TEMPLATES = Path(__file__).with_name("templates")

_SPELT = {
    "cohens_kappa": "Cohen's kappa", "congers_kappa": "Conger's kappa", "fleiss_kappa": "Fleiss' kappa",
    "weighted_kappa_linear": "Cohen's kappa, linear weights", "gwets_ac1": "Gwet's AC1", "gwets_ac2": "Gwet's AC2",
    "weighted_kappa_squared": "Cohen's kappa, quadratic weights", "krippendorffs_alpha": "Krippendorff's alpha",
    "brennan_prediger": "Brennan and Prediger's kappa", "ei_index": "E-I index", "analytic_cdi": "analytic (CDI)",
    "sentiment_vader": "sentiment (VADER)", "sentiment_word_list": "sentiment (word lists)",
    "sentiment_transformer": "sentiment (transformer)", "image_graphic_share": "image/graphic share",
    "with_emoji_share": "tweets with emoji", "with_links_share": "tweets with links",
    "with_mentions_share": "tweets with mentions", "with_other_hashtags_share": "tweets with other hashtags",
}  # fmt: skip
SHARE = "share"
"""The unit of values that are parts of a whole, from 0 to 1."""
SCORE = "score"
"""The unit of composites of style: sums of percents of words."""
_UNKNOWN = Markup('<span class="unknown">{}</span>')


@cache
def environment() -> Environment:
    """The environment of the templates: everything is escaped, nothing undefined passes; it compiles each once."""
    environment = page_environment(TEMPLATES)
    environment.filters.update(
        account=account_name,
        agreement=agreement,
        coefficient=coefficient,
        beside=beside,
        changed=changed,
        valued=valued,
        capitalised=capitalised,
        count=count,
        data=data,
        day=day,
        decimal=decimal,
        duration=duration,
        mean=mean,
        numbered=numbered,
        of_hundred=of_hundred,
        statistic=statistic,
        part_of_words=part_of_words,
        measure=measure,
        median=median,
        p=p_value,
        interval=interval,
        words=words,
        percent=percent,
        scorer=scorer_name,
        share=share,
        platform=platform,
        plural=plural,
        minute=minute,
    )
    environment.tests["withheld"] = is_withheld
    return environment


def data(text: str | None) -> Markup:
    """Text from the data: escaped, isolated from the direction of the page, nothing in it hidden."""
    if text is None:
        return not_known()
    if isinstance(text, OfTheProgram):
        return Markup("{}").format(visible(text))
    return Markup("<bdi>{}</bdi>").format(visible(text))


def not_known(words: str = "not known") -> Markup:
    """What stands in the place of a figure that there is none of."""
    return _UNKNOWN.format(words)


def withheld() -> Markup:
    """What stands in the place of a figure behind which few people stand."""
    return _UNKNOWN.format("withheld")


def count(number: int | None) -> str:
    """A whole number with its thousands apart."""
    if is_withheld(number):
        return withheld()
    return not_known() if number is None else f"{number:,}"


def beside(number: int) -> str:
    """A count in brackets beside its share; nothing where both are withheld."""
    return "" if is_withheld(number) else f" ({count(number)})"


def mean(number: float | None) -> str:
    """A mean, or a score, with two decimals; from 100 on with as many as leave four digits."""
    if is_withheld(number):
        return withheld()
    return not_known() if number is None else _signed(number, f",.{_places(number)}f")


def statistic(number: float | None) -> str:
    """A test statistic with two decimals (APA 7, 6.36)."""
    if is_withheld(number):
        return withheld()
    return not_known() if number is None else _signed(number, ",.2f")


def part_of_words(number: float | None) -> str:
    """A percent of words with two decimals, as LIWC has it."""
    is_tiny = number is not None and not is_withheld(number) and 0 < number < 0.005  # noqa: PLR2004 - shown as 0.00
    return "< 0.01" if is_tiny else mean(number)


def median(number: float | None) -> str:
    """A median of whole numbers: whole, or halfway between two."""
    if is_withheld(number):
        return withheld()
    if number is None:
        return not_known()
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def measure(number: float | None) -> str:
    """A network metric: a whole number in full, any other with four significant digits, zeros too, no exponent."""
    if is_withheld(number):
        return withheld()
    if number is None:
        return not_known("not defined")
    if float(number).is_integer() or abs(number) >= 1000:  # noqa: PLR2004 - four digits before the point
        return _signed(number, ",.0f")
    return _signed(Decimal(f"{number:#.4g}"), ",f")


def coefficient(number: float | None) -> str:
    """A coefficient of agreement, with three decimals."""
    if is_withheld(number):
        return withheld()
    if number is None:
        return not_known("not defined")
    return _signed(number, f".{_decimals(number)}f")


def agreement(number: float | None, measure: str) -> str:
    """A value of a measure of agreement: a percentage with one decimal, any other as a coefficient."""
    if measure != "percent_agreement" or number is None or is_withheld(number):
        return coefficient(number)
    return f"{number:.1f} %"


def valued(number: float | None, unit: str) -> str:
    """A value in its unit: a share in percent, a mean and a percent of words as such, any other as a measure."""
    if is_withheld(number):
        return withheld()
    if number is None:
        return not_known()
    return f"{100 * number:.1f} %" if unit == SHARE else _IN_UNITS.get(unit, measure)(number)


def changed(difference: float, unit: str) -> str:
    """A difference of values, with its sign where it shows one: of shares in percentage points."""
    size = abs(difference)
    shown = f"{100 * size:.1f}" if unit == SHARE else _IN_UNITS.get(unit, measure)(size)
    if shown.startswith("< "):
        return shown if difference > 0 else f"> −{shown.removeprefix('< ')}"
    return f"{'−' if difference < 0 else '+'}{shown}" if any(one in "123456789" for one in shown) else shown


def percent(part: float | None, whole: int) -> str:
    """The part in percent of the whole, with one decimal."""
    if is_withheld(part) or is_withheld(whole):
        return withheld()
    if part is None or whole == 0:
        return not_known()
    share = 100 * part / whole
    return "< 0.1 %" if 0 < share < 0.05 else f"{share:.1f} %"  # noqa: PLR2004 - what one decimal would show as 0.0


def of_hundred(number: float | None) -> str:
    """A percent with one decimal and its sign; the sign stands behind no word."""
    return decimal(number) if number is None or is_withheld(number) else f"{decimal(number)} %"


def decimal(number: float | None) -> str:
    """A share or a percent with one decimal."""
    if is_withheld(number):
        return withheld()
    return not_known() if number is None else f"{number:.1f}"


def duration(seconds: float | None) -> str:
    """A time in the unit that fits: seconds, minutes, hours or days."""
    if is_withheld(seconds):
        return withheld()
    if seconds is None:
        return not_known()
    for unit, length, enough in (("days", 86400, 2), ("h", 3600, 2), ("min", 60, 2)):
        if seconds >= enough * length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:.0f} s"


def share(part: int, whole: int) -> str:
    """The part in percent of the whole, with one decimal and without the sign."""
    return withheld() if is_withheld(part) or is_withheld(whole) else f"{100 * part / whole:.1f}"


def interval(low: float, high: float) -> str:
    """The ends of an interval, in words, with one decimal."""
    return withheld() if is_withheld(low) or is_withheld(high) else f"{low:.1f} to {high:.1f}"


def p_value(number: float | None) -> str:
    """A p value as papers print it (APA 7, 6.45)."""
    if is_withheld(number):
        return withheld()
    if number is None:
        return not_known("not defined")
    places = _decimals(number)
    return f"< .{1:0{places}}" if number < 10**-places else "= " + f"{number:.{places}f}".removeprefix("0")


def words(name: str) -> str:
    """The name of a variable or a measure in words."""
    return _as(name, _SPELT.get(name, name.replace("_", " ")))


def capitalised(text: str) -> str:
    """The text with a capital at its beginning."""
    return _as(text, text[:1].upper() + text[1:])


def plural(number: int, one: str, many: str) -> str:
    """The number with its noun."""
    if is_withheld(number):
        return Markup("{} {}").format(withheld(), many)
    return f"{number:,} {one if number == 1 else many}"


def numbered(last: int, first: int, one: str, many: str) -> str:
    """The rest of a list, by its numbers: Words 11 to 29, or Word 11."""
    return f"{one} {first}" if last == first else f"{many} {first} to {last}"


def day(moment: date) -> str:
    """A day in words: 5 December 2020."""
    from babel.dates import format_date

    return format_date(moment, "long", locale="en_GB")


def minute(moment: datetime) -> str:
    """A moment to the minute: 2020-12-05 09:30."""
    return f"{moment:%Y-%m-%d %H:%M}"


def platform(source: str) -> str:
    """How a platform is called."""
    return TITLES.get(source, source)


_IN_UNITS: Mapping[str, Callable[[float | None], str]] = {
    "likes a tweet": mean,
    "tweets a day": mean,
    SCORE: mean,
    "percent of words": part_of_words,
}


def _places(number: float) -> int:
    return 2 if abs(number) < 100 else 1 if abs(number) < 1000 else 0  # noqa: PLR2004 - two and three digits


def _signed(number: float | Decimal, shape: str) -> str:
    """A number in a format, with the sign that is as wide as a digit."""
    return format(number, shape).replace("-", "−")


def _decimals(number: float) -> int:
    """How many are told of a statistic."""
    return 2 if isinstance(number, Rough) else 3


def _as(before: str, text: str) -> str:
    """A text that was made of another, told as that is."""
    return OfTheProgram(text) if isinstance(before, OfTheProgram) else text
