"""What columnar files are told by: their first bytes.

What belongs here: these, apart from what opening them needs, which takes time to load. What does not: opening.
"""

PARQUET, ARROW, ARROW_STREAM = "parquet", "arrow", "arrow stream"
_MAGIC = {b"PAR1": PARQUET, b"ARRO": ARROW, b"\xff\xff\xff\xff": ARROW_STREAM}
CONTAINERS = frozenset(_MAGIC.values())


def container_of(beginning: bytes) -> str:
    """What columnar file begins so; empty where none does."""
    return _MAGIC.get(beginning[:4], "")
