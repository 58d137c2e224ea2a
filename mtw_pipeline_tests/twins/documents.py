"""Damaged twins of JSON: values, keys and the file as such.

What belongs here: the damage. What does not: whether it is read rightly (unit/exports/damage/test_damaged_twins.py).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import count

from mtw_pipeline_tests.samples.sample import JsonSample
from mtw_pipeline_tests.twins.cells import is_words, marked, respelled, shifted
from mtw_pipeline_tests.twins.copies import Copy

Documents = list[object]


def copied(sample: JsonSample, copies: Iterable[Copy]) -> Documents:
    """The documents as many times as there are copies, each under its own names."""
    return [copy.document(document) for copy in copies for document in sample.documents]


def lines(documents: Sequence[object]) -> str:
    """Documents as JSONL."""
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def changed(documents: Sequence[object], change: Callable[[str, str, int], str]) -> Documents:
    """Every text of the documents changed by its key, its content and a number that counts the texts."""
    numbers = count()

    def walk(value: object, key: str) -> object:
        if isinstance(value, dict):
            return {name: walk(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [walk(one, key) for one in value]
        return change(key, value, next(numbers)) if isinstance(value, str) else value

    return [walk(document, "") for document in documents]


def with_marks(documents: Sequence[object]) -> Documents:
    """Invisible marks in every handle and hashtag that stands in no text; ids of JSON come from programs."""
    return changed(
        documents,
        lambda _key, cell, number: (
            marked(cell, number) if not is_words(cell) and not cell.isdigit() and ":" not in cell else cell
        ),
    )


def with_times(documents: Sequence[object]) -> Documents:
    """Every time in another spelling."""
    return changed(documents, lambda _key, cell, number: respelled(cell, number))


def with_shifted_times(documents: Sequence[object], hours: int) -> Documents:
    """Every time by so many hours off."""
    return changed(documents, lambda _key, cell, _number: shifted(cell, hours))


def without_keys(documents: Sequence[object], gone: Iterable[str]) -> Documents:
    """The documents as an API gives them that was not asked for these keys."""
    names = set(gone)

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {name: walk(one) for name, one in value.items() if name not in names}
        return [walk(one) for one in value] if isinstance(value, list) else value

    return [walk(document) for document in documents]
