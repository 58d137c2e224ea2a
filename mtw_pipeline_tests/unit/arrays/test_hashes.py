"""Sets of hashes tell what sets of texts tell."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.arrays.hashes import GatheredHashes, Hashes, Parts, TextsByHash, batched, hashes_of

TEXTS = st.lists(st.text("ab_ñ", max_size=4), max_size=20)


@given(TEXTS, TEXTS)
def test_a_text_is_one_of_a_set_of_hashes_where_it_is_one_of_the_texts(texts: list[str], asked: list[str]) -> None:
    found = Hashes.of(texts)
    assert len(found) == len(set(texts))
    assert [one in found for one in asked] == [one in texts for one in asked]
    assert found.among(hashes_of(asked)).tolist() == [one in texts for one in asked]


@given(st.lists(TEXTS, max_size=3))
def test_whoever_makes_a_gathered_set_once_more_finds_all_of_it(given_at_once: list[list[str]]) -> None:
    """Two threads that mask texts may both make it; one that found it empty would mask nobody."""
    gathered = GatheredHashes()
    for some in given_at_once:
        gathered.add(some)
    first = gathered.all
    del gathered.__dict__["all"]  # the second thread looked for it before the first had put it there
    assert gathered.all.sorted.tolist() == first.sorted.tolist()
    assert len(first) == len({text for some in given_at_once for text in some})


@given(TEXTS, st.text("ab_ñ", max_size=12))
def test_a_part_is_found_wherever_it_stands(texts: list[str], asked: str) -> None:
    parts = Parts()
    for some in batched(filter(None, texts), 3):
        parts.add(some)
    assert parts.has_part_of(asked) == any(one and one in asked for one in texts)


@given(TEXTS)
def test_of_texts_that_are_alike_the_first_leads_on(texts: list[str]) -> None:
    values = [f"{number}" for number in range(len(texts))]
    found = TextsByHash(hashes_of(texts), pa.array(values, pa.string()))
    assert [found.get(one) for one in texts] == [values[texts.index(one)] for one in texts]
    assert found.get("c") is None
