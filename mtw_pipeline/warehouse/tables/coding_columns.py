"""Columns that several tables of coding have."""

from mtw_pipeline.warehouse.tables.model import Column, Holds, Type


def variable(meaning: str = "The variable", name: str = "variable") -> Column:
    """The column of a variable's name."""
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.WORDS)


def category(name: str = "category", meaning: str = "The category") -> Column:
    """The column of a category."""
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.WORDS)


def coder(name: str = "coder", meaning: str = "The coder, as study.toml names them") -> Column:
    """The column of a coder."""
    return Column(name, Type.TEXT, meaning, required=True, holds=Holds.CODER)


def said(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of words of the codebook or of the study."""
    return Column(name, Type.TEXT, meaning, required=required, holds=Holds.WORDS)


def stated(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of words of the program: nothing of a person."""
    return Column(name, Type.TEXT, meaning, required=required, holds=Holds.NOTHING)


def percent(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of percents."""
    return Column(name, Type.NUMBER, meaning, required=required, minimum=0, maximum=100, unit="percent")


VALUE = Column("value", Type.NUMBER, "The measure; NULL where it is not defined")
LOW = Column("low", Type.NUMBER, "Lower end of its 95 % interval")
HIGH = Column("high", Type.NUMBER, "Upper end of its 95 % interval")
