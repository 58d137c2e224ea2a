"""Errors that a user can mend: what happened, where, and what to do.

Only errors that a person's input or surroundings cause belong here. A defect of the program stays an ordinary
exception with its traceback.
"""


class UserError(Exception):
    """One readable paragraph for the person at the keyboard.

    Args:
        what: what happened, as a sentence without its full stop.
        where: the file, line, column or key that it happened at.
        remedy: what the person can do about it, as a sentence without its full stop.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        place = f" ({where})" if where else ""
        advice = f" {remedy}." if remedy else ""
        super().__init__(f"{what}{place}.{advice}")


def user_errors() -> tuple[type[UserError], ...]:
    """``UserError`` and every kind of it that is loaded."""
    found: list[type[UserError]] = [UserError]
    for kind in found:
        found += kind.__subclasses__()
    return tuple(found)


def user_error_in(error: BaseException) -> UserError | None:
    """The outermost error for people among an error and what it was raised from: a library may have wrapped it."""
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, UserError):
            return one
        one = one.__cause__ or one.__context__
    return None
