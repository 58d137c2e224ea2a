"""The twins of a format: every kind of damage for its sample, and what is wrong in what came out.

What belongs here: the tables of damages. What does not: a damage (damages.py, json_damages.py).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from mtw_pipeline.exports.formats.model import DelimitedFormat, JsonFormat
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.samples.sample import JsonSample, TableSample, sample_of
from mtw_pipeline_tests.twins import damages, json_damages, own_links
from mtw_pipeline_tests.twins.damages import Copies, Subject
from mtw_pipeline_tests.twins.json_damages import JsonSubject
from mtw_pipeline_tests.twins.reading import ReadTwins, read_twins

Problems = Callable[[ReadTwins], Iterator[str]]


def twins_of(
    known: DelimitedFormat | JsonFormat, seed: int, subsets: int
) -> tuple[dict[str, str | bytes], list[Problems]]:
    """The files of all twins of a format by name, and what finds out what was read wrongly of them.

    Args:
        known: the format.
        seed: of what is drawn by chance.
        subsets: how many subsets of its columns or keys are left out.

    What numbers of X prove (their time, that they were rounded) and what its texts show (links to own pages) is asked
    of its formats alone.
    """
    sample = sample_of(known.name)
    files: dict[str, str | bytes] = {}
    problems: list[Problems] = []
    chance = Random(seed)  # noqa: S311 (damage is no secret)
    if isinstance(known, DelimitedFormat) and isinstance(sample, TableSample):
        files.update(sample.companions)
        subject = Subject(known, sample, Copies(of_others=not sample.companions), chance)
        of_x = (damages.Zone(), damages.RoundedIds(), damages.BesideTwins(), own_links.OwnLinks())
        of_tables: tuple[damages.Damage, ...] = (
            damages.Whole(), damages.Columns(subsets), damages.Cells(), damages.Dress(), damages.Overlap(),
            *(of_x if known.platforms == ("x",) else ()), damages.Respelled(), damages.Appended(),
        )  # fmt: skip
        for damage in of_tables:
            files.update(damage.files(subject))
            problems.append(lambda read, damage=damage: damage.problems(read, subject))
    elif isinstance(known, JsonFormat) and isinstance(sample, JsonSample):
        files.update(sample.companions)
        documents = JsonSubject(known, sample, Copies(of_others=not sample.companions), chance)
        of_x_alone = (json_damages.JsonZone(), own_links.JsonOwnLinks())
        for one in (
            json_damages.WholeDocuments(), json_damages.Values(), json_damages.Keys(2 * subsets),
            json_damages.CutDocuments(), json_damages.JsonOverlap(),
            *(of_x_alone if known.platforms == ("x",) else ()),
        ):  # fmt: skip
            files.update(one.files(documents))
            problems.append(lambda read, one=one: one.problems(read, documents))
    return files, problems


def problems_of(
    known: DelimitedFormat | JsonFormat, warehouse: Warehouse, folder: Path, *, seed: int = 1, subsets: int = 1
) -> tuple[int, list[str]]:
    """How many twins of a format were read, and what was read wrongly of them.

    Args:
        known: the format.
        warehouse: an empty one.
        folder: where a study is made of them.
        seed: of what is drawn by chance.
        subsets: how many subsets of its columns or keys are left out.
    """
    files, problems = twins_of(known, seed, subsets)
    read = read_twins(warehouse, folder, files)
    return len(files), [problem for find in problems for problem in find(read)]
