"""A study.toml that a person or an editor broke: one sentence that names the place, and nothing that breaks later."""

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

import dagster as dg
import pytest
from annotated_types import Interval, Le
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import ScheduleSettings, StudySettings
from mtw_pipeline.study.settings.cron import cron_schedule

GOOD = 'title = "Día"\nhashtags = ["Tag"]\n'


def load(folder: Path, content: str | bytes) -> Study:
    data = content.encode() if isinstance(content, str) else content
    (folder / "study.toml").write_bytes(data)
    return Study.load(folder)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_mark_before_the_first_letter_is_no_letter(tmp_path: Path, line_end: str) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", line_end).encode()).settings.title == "Día"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(GOOD.encode("cp1252"), "study.toml, line 1", id="cp1252"),
        pytest.param(GOOD.encode("utf-16"), "save it with the encoding UTF-8", id="utf-16"),
        pytest.param(b"", "title is missing", id="empty"),
        pytest.param(b"\0" * 4096, "cannot be read", id="zeros"),
        pytest.param(GOOD + "words = " + "[" * 100_000, "nested too deep", id="deep array"),
        pytest.param(GOOD + "words = " + "{a = " * 100_000, "nested too deep", id="deep table"),
        pytest.param(GOOD + "words = " + "[" * 300 + "]" * 300, "words", id="not so deep array"),
        pytest.param(GOOD + "a." * 2000 + "b = 1", "not known", id="deep key"),
        pytest.param(GOOD + "[sample]\nsize = " + "9" * 5000, "cannot be read", id="5000 digits"),
        pytest.param(GOOD + "[sample]\nsize = " + "9" * 30, "sample.size", id="30 digits"),
        pytest.param(GOOD + "[sample]\nseed = 9223372036854775808", "sample.seed", id="beyond 64 bits"),
        pytest.param(GOOD + "[schedule]\nreport_fresh_hours = 999999999999", "report_fresh_hours", id="hours"),
        pytest.param(GOOD + "[coding]\nthreshold = nan", "coding.threshold", id="not a number"),
        pytest.param(GOOD + "[coding]\nthreshold = inf", "coding.threshold", id="infinite"),
        pytest.param('title = "a\\u0000b"\nhashtags = ["Tag"]', "title holds a character", id="zero in a title"),
        pytest.param('title = "a"\nhashtags = ["b\\uFFFE"]', "hashtags.0 holds a character", id="U+FFFE"),
        pytest.param("title = 2021-01-01\nhashtags = [1]", "title", id="wrong types"),
        pytest.param("<<<<<<< HEAD\n" + GOOD, "line 1", id="conflict of versions"),
        pytest.param(GOOD + "hashtags = []", "cannot be read", id="twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_short_sentence(tmp_path: Path, content: str | bytes, named: str) -> None:
    with pytest.raises(UserError) as complaint:
        load(tmp_path, content)
    assert named in str(complaint.value)
    assert str(tmp_path / "study.toml") in str(complaint.value)
    assert len(str(complaint.value)) < 800 + len(str(tmp_path))


VARIABLE = '[[codebook]]\nname = "{}"\nlabel = "Tone"\ncategories = [{{name = "a"}}, {{name = "b"}}]\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (VARIABLE.format("tone of reply"), "a letter first, as in reply_tone; it holds 'tone of reply'"),
        ('[sample]\nlanguages = ["English"]', "as in en or zh-cn; it holds 'English'"),
        ('[words]\nstop_words = ["eng"]', "as in en; it holds 'eng'"),
        ('[publish]\npublishers = ["https://example.org/"]', "as in example.org; it holds 'https://example.org/'"),
        ('[sentiment]\ntransformer.device = "gpu"', "cuda:0, ... or xpu belongs here; it holds 'gpu'"),
        ('[[network.leader_classes]]\nname = "media"\nwords = ["--"]', "a letter or a digit; it holds '--'"),
        ('[coding]\ncrosstabs = [["tone", "purpose"]]', "coding.crosstabs: there is no variable 'tone'"),
        (
            '[[coding.lowered_thresholds]]\nvariable = "tone"\nthreshold = 0.7\nreason = "few tweets"',
            "coding.lowered_thresholds: there is no variable 'tone'",
        ),
        (
            '[[coding.lowered_thresholds]]\nvariable = "purpose"\nthreshold = 0.7\nreason = "few"',
            "coding.lowered_thresholds \"purpose\".reason: at least 10 characters belong here; it holds 'few'",
        ),
        (
            '[[codebook]]\nname = "tone"\nlabel = "Tone"\ncategories = [{name = "a"}]',
            'codebook "tone".categories: at least 2 entries belong here',
        ),
        ('[[word_lists]]\nname = ""\nwords = ["a"]', "at least 1 character belongs here; it holds ''"),
        ("[sample]\nsize = 0", "sample.size: a number from 1 on belongs here; it holds 0"),
        ("[coding]\nthreshold = 80", "coding.threshold: a number up to 1.0 belongs here; it holds 80"),
        ('[sample]\nsize = "many"', "sample.size: a whole number belongs here; it holds 'many'"),
        ("[sample]\nsize = 1.5", "sample.size: a whole number belongs here; it holds 1.5"),
        ('[coding]\nthreshold = "high"', "coding.threshold: a number belongs here; it holds 'high'"),
        ('[coding]\nshow_engagement = "maybe"', "coding.show_engagement: true or false belongs here; it holds 'maybe'"),
        ("[sample]\nsize = true", "sample.size: a whole number belongs here; it holds true (line 4)"),
        ("\n[sample]\nsize = 150.0", "sample.size: a whole number belongs here; it holds 150.0 (line 5)"),
        ('[coding]\nthreshold = "0.8"', "coding.threshold: a number belongs here; it holds '0.8' (line 4)"),
        ('[coding]\nthreshold = "80%"', "coding.threshold: a number belongs here; it holds '80%' (line 4)"),
        ('[coding]\nshow_engagement = "yes"', "true or false belongs here; it holds 'yes' (line 4)"),
        ("[coding]\nshow_engagement = 1", "true or false belongs here; it holds 1 (line 4)"),
        ("[coding]\nvalidated = 2021-01-01", "it holds 2021-01-01 (line 4)"),
        ("[sample]\nlanguages = {en = [true]}", 'a list belongs here, as in ["one", "other"] (line 4)'),
        ('[coding]\nrenamed = ["Ann"]', 'coding.renamed: pairs belong here, as in {"one" = "other"}'),
    ],
)
def test_what_belongs_there_is_said_in_words_with_its_key_and_in_no_pattern(
    tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(UserError) as complaint:
        load(tmp_path, GOOD + content)
    assert said in str(complaint.value)
    assert "pattern" not in str(complaint.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param("\n# of others:\nsynthetic = 1", 5, id="below a comment"),
        pytest.param('[coding]\ncoders = [\n  "Ann", # first\n  7,\n]\n', 4, id="a list of several lines"),
        pytest.param('[words]\nextra_stop_words=["""\n[sample]\nsize = 1"""]\n[sample]\nsize = 0', 8, id="in a text"),
        pytest.param("sample.size = 0", 3, id="dotted"),
        pytest.param("sample = {size = 0}", 3, id="on one line"),
        pytest.param('[[word_lists]]\nname="a"\nwords=["b"]\n[[word_lists]]\nname="c"\nwords=[]', 6, id="second table"),
        pytest.param('[[word_lists]]\nname="a"\nwords=["b"]\n\n[[word_lists]]\nwords=["b"]', 7, id="what is missing"),
        pytest.param("[sample]\r\nsize = 1\r\n[samples]\r\nsize = 2", 5, id="an unknown section"),
    ],
)  # fmt: skip
def test_of_what_is_wrong_the_line_is_said_as_well(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(UserError, match=rf"\(line {line}\)"):
        load(tmp_path, GOOD + content)


def test_the_line_of_a_setting_below_long_lists_is_found(tmp_path: Path) -> None:
    words = ",\n".join(f'"word{number}"' for number in range(5_000))
    with pytest.raises(UserError, match=r"\(line 5005\)"):
        load(tmp_path, f"{GOOD}[words]\nextra_stop_words = [{words}]\n\ntop = 0")


def values_in(annotation: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], type]]:
    """Every single value that a setting can hold: where it stands, and of what type it is."""
    if isinstance(annotation, type) and annotation in {bool, int, float, str}:
        yield place, annotation
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from values_in(field.annotation, (*place, name))
    elif get_origin(annotation) is Annotated:
        yield from values_in(get_args(annotation)[0], place)
    elif get_origin(annotation) in {tuple, dict}:
        part = 0 if get_origin(annotation) is tuple else "any"
        yield from values_in(get_args(annotation)[-1 if part else 0], (*place, part))
    elif get_origin(annotation) in {Union, UnionType}:
        for argument in get_args(annotation):
            yield from values_in(argument, place)


OF_OTHER_TYPES: dict[type, tuple[object, ...]] = {
    bool: ("yes", "true", "no", 1, 0, 1.0),
    int: ("7", "5%", True, False, 7.0),
    float: ("0.5", "5%", True, False),
    str: (7, True, 0.5),
}
CONSTANTS = ("column_map", 0, "constants", "any")
"""The one place that takes a text, a number, true and false alike: it stands for what a file's cells hold."""


def test_no_setting_takes_a_value_of_another_type() -> None:
    types: dict[tuple[str | int, ...], set[type]] = {}
    for place, its in values_in(StudySettings):
        types.setdefault(place, set()).add(its)
    assert {("sample", "size"), ("coding", "machine", "threshold"), ("codebook", 0, "several")} <= types.keys()
    taken = []
    for place, several in types.items():
        wrong = [one for its in several for one in OF_OTHER_TYPES[its] if type(one) not in several]
        for value in wrong if place != CONSTANTS else []:
            content: object = value
            for part in reversed(place):
                content = [content] if part == 0 else {part: content}
            with pytest.raises(ValidationError) as error:
                StudySettings.model_validate({"title": "a", "hashtags": ["b"], **content})  # type: ignore[dict-item]
            said = [one["loc"] for one in error.value.errors()]
            if not any(one[: len(place)] == place or one == place[:-1] for one in said):
                taken.append((place, value))
    assert taken == []


def test_a_thousand_mistakes_are_told_by_the_first_of_them(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="and 995 more like these"):
        load(tmp_path, 'title = "a"\nhashtags = [' + "1, " * 1000 + "]")


def test_a_file_that_the_system_does_not_give_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.toml").write_text(GOOD, encoding="utf-8")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UserError, match="cannot be read: Permission denied"):
        Study.load(tmp_path)


@pytest.mark.parametrize(
    "cron",
    ["daily", "99 6 * * *", "a b c d e", "0 24 * * *", "0 6 31 2 *", "0 6 31 4,jun *", "*/0 * * * *", "*/70 * * * *",
     "0-70 * * * *", "5-1 * * * *", "0 6 * 13 *", "0 6 0 * *", "1,,2 * * * *", "0 6 * * tag", "-1 * * * *",
     "0 6 * * * *", "0 6 mon * *"],
)  # fmt: skip
def test_a_schedule_that_never_comes_or_is_none_is_named(tmp_path: Path, cron: str) -> None:
    with pytest.raises(UserError, match=r"schedule\.cron"):
        load(tmp_path, GOOD + f'[schedule]\ncron = "{cron}"')


FIELD = st.one_of(
    st.just("*"),
    st.integers(0, 62).map(str),
    st.tuples(st.integers(0, 31), st.integers(0, 31), st.integers(0, 9)).map("{0[0]}-{0[1]}/{0[2]}".format),
    st.tuples(st.integers(0, 31), st.integers(0, 31)).map("{0[0]},{0[1]}".format),
    st.integers(0, 70).map("*/{}".format),
    st.sampled_from(["mon", "SUN", "jan-Mar", "dec", "5/10", "", "x"]),
)


@given(st.lists(FIELD, min_size=5, max_size=5).map(" ".join))
def test_what_is_taken_for_a_schedule_is_one_for_dagster_too(cron: str) -> None:
    try:
        cron_schedule(cron)
    except ValueError:
        return
    schedule = dg.ScheduleDefinition(name="one", job_name="one", cron_schedule=cron)
    assert schedule.cron_schedule == cron


@pytest.mark.parametrize("cron", ["0 6 * * *", "*/15 8-18 * * mon-fri", "0 6 29 2 *", "0 0 1,15 * *", "5/10 * * * 7"])
def test_the_usual_schedules_are_taken(tmp_path: Path, cron: str) -> None:
    study = load(tmp_path, GOOD + f'[schedule]\ncron = "{cron}"')
    assert build_definitions(study.root).get_repository_def().get_schedule_def("current_window").cron_schedule == cron


def test_the_most_hours_are_an_age_that_a_report_can_have(tmp_path: Path) -> None:
    most = next(one.le for one in ScheduleSettings.model_fields["report_fresh_hours"].metadata if isinstance(one, Le))
    study = load(tmp_path, GOOD + f"[schedule]\nreport_fresh_hours = {most}")
    assert build_definitions(study.root).sensors is not None


def numbers_of(model: type[BaseModel], place: str = "") -> Iterator[tuple[str, list[object]]]:
    """Every number that a section can hold, with what bounds it."""
    for name, field in model.model_fields.items():
        yield from numbers_in(field.annotation, f"{place}{name}", bounds(field))


def bounds(field: FieldInfo) -> list[object]:
    return list(field.metadata)


def numbers_in(annotation: object, place: str, told: list[object]) -> Iterator[tuple[str, list[object]]]:
    if annotation in {int, float}:
        yield place, told
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from numbers_of(annotation, f"{place}.")
    elif get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        flat = [one for each in more for one in (each.metadata if isinstance(each, FieldInfo) else [each])]
        yield from numbers_in(inner, place, [*told, *flat])
    elif get_origin(annotation) in {tuple, list, dict, Union, UnionType}:
        for argument in get_args(annotation):
            yield from numbers_in(argument, place, told)


def test_every_number_of_the_settings_has_an_upper_bound() -> None:
    found = dict(numbers_of(StudySettings))
    assert {"sample.seed", "coding.machine.fewest_codes", "sentiment.transformer.threads"} <= found.keys()
    unbounded = [place for place, told in found.items() if not any(isinstance(one, Le | Interval) for one in told)]
    assert unbounded == []
