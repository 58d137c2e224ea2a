"""Parts of a page, each made by itself: one that fails is told where it would stand, and the others are made.

What belongs here: what stands in the place of a part, and of figures that could not be read. What does not: which parts
there are (templates/).
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NoReturn, TypeVar, cast

from markupsafe import Markup

from mtw_pipeline.attempts import Attempts, LeftOutError, Omission, attempt
from mtw_pipeline.webpages import visible

Value = TypeVar("Value")
Entry = TypeVar("Entry")
Shape = Literal["block", "figure", "row"]


class Unread:
    """In the place of figures that could not be read: whoever looks at them is told why."""

    def __init__(self, omission: Omission) -> None:
        self.__dict__["why"] = omission

    def _tell(self, *_: object) -> NoReturn:
        why: Omission = self.__dict__["why"]
        raise LeftOutError(why.reason, remedy=why.remedy, is_failure=why.is_failure)

    def __getattr__(self, name: str) -> NoReturn:
        """Tell it of any field."""
        if name.startswith("__"):  # asked of by Python itself (copying, formatting), not by whoever looks at figures
            raise AttributeError(name)
        self._tell()

    __bool__ = __iter__ = __len__ = __getitem__ = __call__ = __str__ = __add__ = _tell


def read_or_unread(attempts: Attempts, what: str, read: Callable[[], Value]) -> Value:
    """What ``read`` gives; where it fails, what tells why once somebody looks at it."""
    found = attempt(what, read)
    if isinstance(found, Omission):
        attempts.omissions.append(found)
        return cast("Value", Unread(found))
    return found


def unless_unread(value: Value, make: Callable[[Value], Value]) -> Value:
    """What ``make`` makes of figures; those that could not be read stay so."""
    return value if isinstance(value, Unread) else make(value)


def read_only(values: Sequence[Entry]) -> Sequence[Entry]:
    """Figures; none where they could not be read."""
    return () if isinstance(values, Unread) else values


class Parts:
    """What templates wrap each part in: ``{% call part("Top 10 words") %}...{% endcall %}``."""

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts

    def __call__(self, name: str, caller: Callable[[], Any], *, title_of: str = "", shape: Shape = "block") -> Markup:
        """The part, or what is said in its place.

        Args:
            name: the part's name for its readers.
            caller: writes it.
            title_of: the section that it is; its heading is written where the part is not.
            shape: what stands in its place: a paragraph, a figure of the headline, a row of the methods note.
        """
        found = attempt(name, lambda: Markup(caller()))  # noqa: S704 - the template has escaped it
        if not isinstance(found, Omission):
            return found
        if found not in self._attempts.omissions:
            self._attempts.omissions.append(found)
        return self.left_out(found, title_of=title_of, shape=shape)

    def left_out(self, omission: Omission, *, title_of: str = "", shape: Shape = "block") -> Markup:
        """What is said of a part that was left out."""
        said = visible(f"{omission.reason}." + (f" {omission.remedy}." if omission.remedy else ""))
        if shape == "figure":
            value = Markup('<span class="value"><span class="unknown">left out</span></span>')
            note = Markup('<span class="note"><bdi>{}</bdi></span>').format(said)
            return Markup('<div class="figure"><dt>{}</dt><dd>{}{}</dd></div>').format(omission.what, value, note)
        if shape == "row":
            return Markup("<div><dt>{}</dt><dd>Left out: <bdi>{}</bdi></dd></div>").format(omission.what, said)
        heading = Markup('<h3 id="{}-title">{}</h3>').format(title_of, omission.what) if title_of else ""
        return heading + Markup('<p class="remark refused">{} is left out: <bdi>{}</bdi></p>').format(
            omission.what, said
        )
