"""From the drawn sample to Table 1, by simulated coders whose errors are known; and what a late export changes."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from docx import Document
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score

from mtw_pipeline.cli.demo import AFTER_CODING, code_by_simulation, is_simulated
from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline.defs.instance import instance_of
from mtw_pipeline.runs import RunOutcome, run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.template import new_study
from mtw_pipeline.synthetic import EXAMPLE_WINDOW, write_synthetic_collection
from mtw_pipeline.synthetic.coders import SIMULATED_DECIDER, simulated_code, true_code
from mtw_pipeline.warehouse.connection import open_warehouse
from mtw_pipeline.warehouse.validation_process import ValidationProcess

VARIABLES = ("purpose", "learning_strategies", "theme")


def run(study: Study, validation: ValidationProcess, selection: str | None = None) -> RunOutcome:
    with instance_of(study) as instance:
        return run_window(instance, study, EXAMPLE_WINDOW, validation, selection)


def rows(study: Study, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess) -> Study:
    study = new_study(
        tmp_path_factory.mktemp("coded"), hashtags=["MarketingTwitter"], synthetic=True, coders=SIMULATED_CODERS,
        code_themes=True, sample_size=400,
    )  # fmt: skip
    write_synthetic_collection(study.incoming_of(EXAMPLE_WINDOW), tweets=1500, posters=500)
    assert is_simulated(study)
    assert run(study, validation, "+sample").succeeded
    code_by_simulation(study, EXAMPLE_WINDOW)
    outcome = run(study, validation)
    assert (outcome.problem, outcome.succeeded, outcome.failed_checks) == ("", True, ())
    return study


def test_every_code_is_what_its_coder_typed(coded: Study) -> None:
    found = rows(coded, "select coder, tweet_id, variable, code, text from codes join tweets using (tweet_id)")
    assert len(found) == len(VARIABLES) * (2 * 170 + 230)
    for coder, tweet, variable, code, text in found:
        assert code == simulated_code(str(variable), str(text), str(coder), f"t{tweet}")


def test_agreement_is_that_of_an_independent_computation_of_the_planted_codes(coded: Study) -> None:
    shared = rows(coded, "select tweet_id, text from sample join tweets using (tweet_id) where is_reliability")
    assert len(shared) == 170
    for variable in VARIABLES:
        one, other = (
            [simulated_code(variable, str(text), coder, f"t{tweet}") for tweet, text in shared]
            for coder in SIMULATED_CODERS
        )
        [(kappa,)] = rows(
            coded,
            f"select value from coder_agreement where variable = '{variable}' and measure = 'cohens_kappa'",
        )
        assert kappa == pytest.approx(cohen_kappa_score(one, other))


def test_final_codes_are_those_agreed_or_decided(coded: Study) -> None:
    found = rows(
        coded,
        "select variable, code, decision, decided_by, text from coded_tweets join tweets using (tweet_id)"
        " where decision <> 'computed'",
    )
    assert Counter(variable for variable, *_ in found) == dict.fromkeys(VARIABLES, 400)
    decided = [(variable, code, text) for variable, code, decision, who, text in found if decision == "adjudicated"]
    assert decided
    assert all(code == true_code(str(variable), str(text)) for variable, code, text in decided)
    assert {tuple(who) for _, _, decision, who, _ in found if decision == "adjudicated"} == {(SIMULATED_DECIDER,)}  # type: ignore[arg-type]


def test_table_1_counts_final_codes(coded: Study) -> None:
    final = Counter(rows(coded, "select variable, code from coded_tweets"))
    table = {(name, category): tweets for name, category, tweets in rows(
        coded, "select variable, category, tweets from code_frequencies where variable <> 'resources'"
    )}  # fmt: skip
    assert {place: tweets for place, tweets in table.items() if tweets} == final
    page = coded.report_of(EXAMPLE_WINDOW).read_text(encoding="utf-8")
    assert "Codes (Table 1)" in page
    assert "SYNTHETIC" in page


def test_table_3_counts_the_themes_and_shows_the_first_tweet_of_each(coded: Study) -> None:
    sampled = rows(
        coded,
        "select code, tweet_id, is_retweet, draw_order from coded_tweets join sample using (tweet_id)"
        " join tweets using (tweet_id) where variable = 'theme' order by is_retweet, draw_order",
    )
    expected = {
        theme: (count, next(tweet for code, tweet, *_ in sampled if code == theme))
        for theme, count in Counter(code for code, *_ in sampled).items()
    }
    table = rows(coded, "select theme, tweets, tweet_id, kind_of_knowledge, motivation from theme_frequencies")
    assert {theme: (count, tweet) for theme, count, tweet, *_ in table if count} == expected
    assert len(expected) >= 6
    assert all(kind and motivation for *_, kind, motivation in table)


def test_the_tables_open_in_other_programs(coded: Study, tmp_path: Path) -> None:
    import pyreadstat

    with open_warehouse(coded.warehouse, "a test") as warehouse:
        export_tables(warehouse, coded, EXAMPLE_WINDOW, tmp_path)
    frame, about = pyreadstat.read_sav(str(tmp_path / "coded_tweets.sav"), apply_value_formats=True)
    expected = Counter(rows(coded, "select code from coded_tweets where variable = 'purpose'"))
    assert Counter((code,) for code in frame["purpose"]) == expected
    assert about.column_names_to_labels["purpose"] == "Purpose"
    assert set(load_workbook(tmp_path / "tables.xlsx").sheetnames) >= {"code_frequencies", "code_crosstabs"}
    document = Document(str(tmp_path / "tables.docx"))
    assert len(document.tables) >= 4
    notes = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("Note.")]
    assert all("SYNTHETIC" in note for note in notes)


def test_below_the_threshold_nothing_rests_on_the_codes_until_the_study_says_so_in_writing(
    coded: Study, tmp_path: Path, validation: ValidationProcess
) -> None:
    original = coded.settings_path.read_text(encoding="utf-8")
    try:
        coded.settings_path.write_text(original.replace("# threshold = 0.80", "threshold = 0.99 #"), encoding="utf-8")
        outcome = run(Study.load(coded.root), validation, AFTER_CODING)
        assert outcome.succeeded
        assert [(one.table, one.check, one.is_error) for one in outcome.failed_checks] == [
            ("coded_variables", "agreement_reached", False)
        ]
        assert rows(coded, "select count(*) from coded_tweets where decision <> 'computed'") == [(0,)]
        assert rows(coded, "select count(*) from codes") != [(0,)]
        strict = original.replace("# threshold = 0.80", "threshold = 0.99 #")
        lowered = (
            "[[coding.lowered_thresholds]]\nvariable = 'purpose'\nthreshold = 0.5\n"
            "reason = 'the authors talked it over'\n#"
        )
        coded.settings_path.write_text(strict.replace("# [[coding.lowered_thresholds]]", lowered), encoding="utf-8")
        run(Study.load(coded.root), validation, AFTER_CODING)
        found = rows(coded, "select distinct variable from coded_tweets where decision <> 'computed'")
        assert found == [("purpose",)]
    finally:
        coded.settings_path.write_text(original, encoding="utf-8")
        run(Study.load(coded.root), validation, AFTER_CODING)


def test_a_late_export_leaves_the_frozen_sample_alone(coded: Study, validation: ValidationProcess) -> None:
    before = rows(coded, "select tweet_id, draw_order, frame_md5 from sample order by 2")
    late = coded.incoming_of(EXAMPLE_WINDOW) / "late"
    write_synthetic_collection(late, tweets=300, posters=100)
    tweets = rows(coded, "select count(*) from tweets")
    assert run(coded, validation, "+sample").succeeded
    assert rows(coded, "select count(*) from tweets") != tweets
    assert rows(coded, "select tweet_id, draw_order, frame_md5 from sample order by 2") == before
    assert rows(coded, "select distinct is_frozen from sample") == [(True,)]
