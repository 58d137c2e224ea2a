"""Numbers in sentences for people: one row, two rows.

What belongs here: the form of what is counted. What does not: what is told (each where it is known); the pages' own
numbers (report/html.py), which may be withheld.
"""


def number_of(number: int, one: str, many: str = "") -> str:
    """A number with what it counts.

    Args:
        number: of them.
        one: in the singular, with its verb where that changes too: ``row is``.
        many: in the plural; by default with an s.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
