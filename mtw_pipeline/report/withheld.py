"""Figures that the publication's face of the report withholds, because few people stand behind them.

What belongs here: what stands in their place. What does not: which they are (supplement/suppression.py), and how they
look (html.py).
"""


class Few(int):
    """In the place of a count: whoever reckons with it finds 0, and pages say that it is withheld."""

    def __new__(cls) -> "Few":
        """The one value that it has."""
        return super().__new__(cls, 0)


class FewShare(float):
    """In the place of a share, a mean or an end of an interval, likewise."""

    def __new__(cls) -> "FewShare":
        """The one value that it has."""
        return super().__new__(cls, 0.0)


class Rough(float):
    """In the place of a statistic of which no more than two decimals are told."""

    @classmethod
    def of(cls, number: float | None) -> "Rough | None":
        """The statistic, rounded."""
        return None if number is None else cls(round(number, 2))


def is_withheld(number: object) -> bool:
    """Whether a figure is withheld."""
    return isinstance(number, Few | FewShare)


class OfTheProgram(str):
    """A text among the facts that the program wrote: single words of it name nobody."""

    __slots__ = ()
