"""From the drawn sample to Table 1, by simulated coders whose errors are known; and what a late export changes."""

import re
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from docx import Document
from openpyxl import load_workbook

from mtw_pipeline.coding.simulated import SIMULATED_CODERS
from mtw_pipeline.coding.tables.apa_numbers import coefficient
from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline.exhibits import anchor_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.synthetic import EXAMPLE_WINDOW, write_synthetic_collection
from mtw_pipeline.synthetic.coders import NOTE, SIMULATED_DECIDER, simulated_code, true_code
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.studies import RELIABILITY_SIZE, SAMPLE_SIZE, CodedStudy, copy_of, run
from mtw_pipeline_tests.tiny_models import make_model

VARIABLES = ("purpose", "learning_strategies", "theme")


def rows(study: Study, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture
def study(coded: CodedStudy) -> Study:
    return coded.study


@pytest.fixture(scope="module")
def exported(coded: CodedStudy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tables for papers and other programs."""
    folder = tmp_path_factory.mktemp("exported")
    with open_warehouse(coded.study.warehouse, "a test") as warehouse:
        export_tables(warehouse, coded.study, EXAMPLE_WINDOW, folder)
    return folder


def test_every_code_is_what_its_coder_typed(study: Study) -> None:
    found = rows(study, "select coder, tweet_id, variable, code, text from codes join tweets using (tweet_id)")
    assert len(found) == len(VARIABLES) * (2 * RELIABILITY_SIZE + SAMPLE_SIZE - RELIABILITY_SIZE)
    for coder, tweet, variable, code, text in found:
        assert code == simulated_code(str(variable), str(text), str(coder), f"t{tweet}")


def test_agreement_is_that_of_an_independent_computation_of_the_planted_codes(study: Study) -> None:
    from sklearn.metrics import cohen_kappa_score

    shared = rows(study, "select tweet_id, text from sample join tweets using (tweet_id) where is_reliability")
    assert len(shared) == RELIABILITY_SIZE
    for variable in VARIABLES:
        one, other = (
            [simulated_code(variable, str(text), coder, f"t{tweet}") for tweet, text in shared]
            for coder in SIMULATED_CODERS
        )
        [(kappa,)] = rows(
            study,
            f"select value from coder_agreement where variable = '{variable}' and measure = 'cohens_kappa'",
        )
        assert kappa == pytest.approx(cohen_kappa_score(one, other))


def test_final_codes_are_those_agreed_or_decided(study: Study) -> None:
    found = rows(
        study,
        "select variable, code, decision, decided_by, text from coded_tweets join tweets using (tweet_id)"
        " where decision <> 'computed'",
    )
    assert Counter(variable for variable, *_ in found) == dict.fromkeys(VARIABLES, SAMPLE_SIZE)
    decided = [(variable, code, text) for variable, code, decision, who, text in found if decision == "adjudicated"]
    assert decided
    assert all(code == true_code(str(variable), str(text)) for variable, code, text in decided)
    assert {tuple(who) for _, _, decision, who, _ in found if decision == "adjudicated"} == {(SIMULATED_DECIDER,)}  # type: ignore[arg-type]


def test_table_1_counts_final_codes(study: Study) -> None:
    final = Counter(rows(study, "select variable, code from coded_tweets"))
    table = {(name, category): tweets for name, category, tweets in rows(
        study, "select variable, category, tweets from code_frequencies where variable <> 'resources'"
    )}  # fmt: skip
    assert {place: tweets for place, tweets in table.items() if tweets} == final
    page = study.report_of(EXAMPLE_WINDOW).read_text(encoding="utf-8")
    assert "Codes (Table 1)" in page
    assert "SYNTHETIC" in page


def test_table_3_counts_the_themes_and_shows_the_first_tweet_of_each(study: Study) -> None:
    sampled = rows(
        study,
        "select code, tweet_id, is_retweet, draw_order from coded_tweets join sample using (tweet_id)"
        " join tweets using (tweet_id) where variable = 'theme' order by is_retweet, draw_order",
    )
    expected = {
        theme: (count, next(tweet for code, tweet, *_ in sampled if code == theme))
        for theme, count in Counter(code for code, *_ in sampled).items()
    }
    table = rows(study, "select theme, tweets, tweet_id, kind_of_knowledge, motivation from theme_frequencies")
    assert {theme: (count, tweet) for theme, count, tweet, *_ in table if count} == expected
    assert len(expected) >= 6
    assert all(kind and motivation for *_, kind, motivation in table)


def test_the_tables_open_in_other_programs(study: Study, exported: Path) -> None:
    import pyreadstat

    frame, about = pyreadstat.read_sav(str(exported / "coded_tweets.sav"), apply_value_formats=True)
    expected = Counter(rows(study, "select code from coded_tweets where variable = 'purpose'"))
    assert Counter((code,) for code in frame["purpose"]) == expected
    assert about.column_names_to_labels["purpose"] == "Purpose"
    used = rows(study, "select count(*) from tweet_categories where variable = 'resources' and category = 'emoji'")
    assert [((frame["uses_emoji"] == "yes").sum(),)] == used
    assert about.variable_value_labels["uses_emoji"] == {0.0: "no", 1.0: "yes"}
    assert all(about.column_names_to_labels.values()), "every column of SPSS says what it is"
    assert (about.variable_measure["like_count"], about.original_variable_types["like_count"]) == ("scale", "F8.0")
    assert (about.variable_measure["purpose"], about.original_variable_types["purpose"]) == ("nominal", "F8.0")
    of_numbers = {name for name, form in about.original_variable_types.items() if form.startswith("F")}
    assert {name for name in of_numbers if about.variable_measure[name] == "unknown"} == set()
    assert set(about.variable_value_labels) >= {*VARIABLES, "tweet_type", "content_format", "is_reliability"}
    sheets = set(load_workbook(exported / "tables.xlsx").sheetnames)
    assert sheets >= {"code_frequencies", "code_crosstabs", "network_metrics", "leaders", "sentiment", "style_measures"}
    document = Document(str(exported / "tables.docx"))
    titles = [one.text for one in document.paragraphs]
    for title in (
        "Categories of the Sampled Tweets", "Agreement of Coders", "Purpose by Resources", "Thematic Framework",
        "Network Metrics", "Leaders by Indegree", "Most Recurrent Words", "Sentiment of the Tweets",
    ):  # fmt: skip
        assert title in titles
    notes = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("Note.")]
    assert all("SYNTHETIC" in note for note in notes)
    assert all(note.endswith(" Coders were SIMULATED, too: no people coded.") for note in notes)


_NUMBER = re.compile(r"−?[\d,]*\.?\d+")


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, .05 as 0.05."""
    found = _NUMBER.findall(re.sub(r"<[^>]*>", " ", text))
    return {re.sub(r"^(−?)\.", r"\g<1>0.", one) for one in found}


def test_word_latex_and_the_report_call_a_table_by_one_number_and_say_the_same_of_it(
    study: Study, exported: Path
) -> None:
    """Word counted its tables from 1 to 20 by itself: its Table 5 was the report's Table 2f, its Table 3 the S41."""
    page = study.report_of(EXAMPLE_WINDOW).read_text(encoding="utf-8")
    on_page = {
        anchor: content
        for content, anchor in re.findall(r'(<table[^>]*>\s*<caption id="(table-[^"]+)">.*?</table>)', page, re.DOTALL)
    }
    document = Document(str(exported / "tables.docx"))
    numbers = [one.text for one in document.paragraphs if re.fullmatch(r"Table \w+", one.text)]
    assert len(numbers) == len(document.tables)
    assert numbers[0] == "Table 1"
    assert len([one for one in numbers if one.startswith("Table 2")]) == 7
    in_word = dict(zip(map(anchor_of, numbers), document.tables, strict=True))
    assert {path.stem for path in (exported / "latex").iterdir()} == {*in_word}
    parted = {"table-s6"}
    assert {one for one in in_word if one not in on_page} == parted, "the report has one for each scorer"
    for anchor in {*in_word} - {*parted, "table-s26", "table-s28"}:
        shown = numbers_in(" ".join(cell.text for row in in_word[anchor].rows for cell in row.cells))
        page_says = numbers_in(on_page[anchor])
        if anchor.startswith("table-s20"):
            page_says |= {str(place) for place in range(21)}  # ranks, and leaders beyond the tenth, which are folded
            shown &= page_says
        assert shown - page_says <= {"95"}, anchor
        assert len(shown) >= 3
        latex = (exported / "latex" / f"{anchor}.tex").read_text(encoding="utf-8").replace(r"\ensuremath{-}", "−")
        assert shown <= numbers_in(latex), anchor
    words = [row.cells[0].text for row in in_word["table-s26"].rows[1:]]
    shown_words = re.findall(r'<th scope="row"[^>]*>(?:<[^>]*>)*([^<\s]+)', page.partition('id="figure-2"')[2])[:10]
    assert words[:10] == shown_words, "Table S26 begins with Figure 2"
    first = [next(cell.text for cell in in_word[f"table-2{letter}"].rows[0].cells) for letter in "abcdefg"]
    assert first == ["Purpose"] * 4 + ["Learning strategies"] * 3, "in the order of the codebook"


def test_notes_stand_in_the_teams_tables_and_in_no_table_that_is_published(study: Study, exported: Path) -> None:
    listed = (exported / "coded_tweets.csv").read_text(encoding="utf-8")
    assert listed.count(f"{SIMULATED_CODERS[0]}: {NOTE}") == RELIABILITY_SIZE + (SAMPLE_SIZE - RELIABILITY_SIZE) // 2
    searched = 0
    for path in (study.warehouse, study.published_database):
        with duckdb.connect(str(path), read_only=True) as connection:
            columns = connection.execute(
                "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
            ).fetchall()
            for table, column in columns:
                searched += 1
                found = connection.execute(
                    f"select count(*) from {table} where contains({column}, $1)", [NOTE]
                ).fetchone()
                assert found == (0,), (path, table, column)
    assert searched > 100


def test_below_the_threshold_nothing_rests_on_the_codes_until_the_study_says_so_in_writing(
    study: Study, tmp_path: Path, validation: ValidationProcess
) -> None:
    changed = copy_of(study, tmp_path / "copy")
    original = changed.settings_path.read_text(encoding="utf-8")
    strict = original.replace("# threshold = 0.80", "threshold = 0.99 #")
    changed.settings_path.write_text(strict, encoding="utf-8")
    resting = "coded_variables or coded_tweets"
    outcome = run(Study.load(changed.root), validation, EXAMPLE_WINDOW, resting)
    assert outcome.succeeded
    assert [(one.table, one.check, one.is_error) for one in outcome.failed_checks] == [
        ("coded_variables", "agreement_reached", False)
    ]
    assert rows(changed, "select count(*) from coded_tweets where decision <> 'computed'") == [(0,)]
    assert rows(changed, "select count(*) from codes") != [(0,)]
    lowered = (
        "[[coding.lowered_thresholds]]\nvariable = 'purpose'\nthreshold = 0.5\nreason = 'the authors talked it over'\n#"
    )
    changed.settings_path.write_text(strict.replace("# [[coding.lowered_thresholds]]", lowered), encoding="utf-8")
    assert run(Study.load(changed.root), validation, EXAMPLE_WINDOW, resting).succeeded
    found = rows(changed, "select distinct variable from coded_tweets where decision <> 'computed'")
    assert found == [("purpose",)]


def test_a_late_export_leaves_the_frozen_sample_alone(
    study: Study, tmp_path: Path, validation: ValidationProcess
) -> None:
    later = copy_of(study, tmp_path / "copy")
    before = rows(later, "select tweet_id, draw_order, frame_md5 from sample order by 2")
    write_synthetic_collection(later.incoming_of(EXAMPLE_WINDOW) / "late", tweets=300, posters=100)
    tweets = rows(later, "select count(*) from tweets")
    assert run(later, validation, EXAMPLE_WINDOW, "+sample").succeeded
    assert rows(later, "select count(*) from tweets") != tweets
    assert rows(later, "select tweet_id, draw_order, frame_md5 from sample order by 2") == before
    assert rows(later, "select distinct is_frozen from sample") == [(True,)]


def test_how_the_machine_was_validated_stands_beside_peoples_agreement(study: Study, exported: Path) -> None:
    found = dict(rows(study, "select label, cohens_kappa from machine_agreement join codebook using (variable)"))  # type: ignore[arg-type]
    assert len(found) == len(VARIABLES)
    page = study.report_of(EXAMPLE_WINDOW).read_text(encoding="utf-8")
    assert page.count("machine and SIMULATED coders, held out") == len(VARIABLES)
    tables = Document(str(exported / "tables.docx")).tables
    agreement = next(
        table for table in tables if [cell.text for cell in table.rows[0].cells][::2] == ["Measure", "Value"]
    )
    told = {}
    variable = ""
    for name, tweets, value, between in ([cell.text for cell in row.cells] for row in agreement.rows):
        variable = name if name in found else variable
        if name.endswith("machine and people"):
            told[variable] = (tweets, value, between[:1])
    assert told == {label: (f"{SAMPLE_SIZE}", coefficient(kappa, 3), "[") for label, kappa in found.items()}


def test_agreement_over_time_ends_with_the_agreement_of_everything(study: Study) -> None:
    found = rows(
        study, "select variable, sum(tweets), max(tenth), max(units) from agreement_over_time group by 1 order by 1"
    )
    assert found == [(name, RELIABILITY_SIZE, 10, RELIABILITY_SIZE) for name in sorted(VARIABLES)]
    last = rows(study, "select variable, measure, value, low, high from agreement_over_time where tenth = 10")
    decides = rows(study, "select variable, measure, value, low, high from coder_agreement where decides")
    assert sorted(last) == sorted(decides)


def test_the_machine_learns_from_embeddings_of_a_model_in_a_folder(
    study: Study, tmp_path: Path, validation: ValidationProcess
) -> None:
    """A transformer with weights drawn by a seed: it knows the words of the tweets, and nothing of what they mean."""
    changed = copy_of(study, tmp_path / "copy")
    words = [str(word) for (word,) in rows(study, "select word from word_frequencies order by rank limit 300")]
    make_model(changed.root / "tiny", ("negative", "neutral", "positive"), words)
    text = changed.settings_path.read_text(encoding="utf-8").replace("code_themes = true", "code_themes = false")
    text = text.replace("[coding]\n", '[coding]\nmachine = { features = "embeddings", threshold = 0.0 }\n')
    text = text.replace("[sentiment]\n", '[sentiment]\ntransformer.model = "tiny"\n')
    names = sorted(
        {code for (code,) in rows(study, "select category from codebook where variable = 'purpose'")}, key=str
    )
    categories = ", ".join(f'{{ name = "{name}" }}' for name in names)
    text += f'\n[[codebook]]\nname = "purpose"\nlabel = "Purpose"\ncategories = [{categories}]\n'
    changed.settings_path.write_text(text, encoding="utf-8")
    selection = "machine_agreement or proposed_codes or machine_estimates"
    assert run(Study.load(changed.root), validation, EXAMPLE_WINDOW, selection).succeeded
    asked = "select scorer, learned_from, cohens_kappa, is_shown from machine_agreement where variable = 'purpose'"
    [(scorer, learned, kappa, is_shown)] = rows(changed, asked)
    assert re.search(r"on embeddings by tiny [0-9a-f]{12} ", str(scorer))
    assert (learned, is_shown) == (SAMPLE_SIZE, True)
    [(_, _, of_words, _)] = rows(study, asked)
    assert 0 < float(str(kappa)) < float(str(of_words)), "words tell more than vectors of a model that learned nothing"
    [(others,)] = rows(study, "select count(*) from tweets anti join sample using (tweet_id)")
    assert rows(changed, "select variable, count(*) from proposed_codes group by 1") == [("purpose", others)]
