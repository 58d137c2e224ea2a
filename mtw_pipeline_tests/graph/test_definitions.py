"""The asset graph as Dagster sees it, and what loading it costs."""

import re
import subprocess
import sys
import tomllib
import warnings
from collections import Counter
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.installation import example_study
from mtw_pipeline.lineage.derivation import derived_lineage
from mtw_pipeline.lineage.known import EXPORT_FILES, REPORT, known_lineage
from mtw_pipeline.lineage.settings import SECTIONS_READ, settings_asset
from mtw_pipeline.lineage.trail import way_back
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import SECTIONS
from mtw_pipeline.warehouse.statements import has_statement
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline_tests.builders import make_study

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "great_expectations",
    "transformers",
    "torch",
    "matplotlib",
    "igraph",
    "vaderSentiment",
    "scipy",
    "openpyxl",
    "stopwordsiso",
    "sklearn",
    "statsmodels",
    "babel",
    "mtw_pipeline.spark",
    "pyspark",
    "emoji",
    "psutil",
    "tweepy",
)

ACROSS_WINDOWS = (
    "window_trends", "window_changes", "member_retention", "word_keyness", "trends_report", "published_warehouse",
)  # fmt: skip
MEASURED_OVER_WINDOWS = {
    "code_frequencies", "network_metrics", "sentiment_scores", "style_measures", "tweet_hashtags", "tweet_tokens",
    "tweets", "word_frequencies",
}  # fmt: skip
MOST_IN_A_GROUP = 12
LAST = {
    "agreement_over_time", "bigram_frequencies", "category_agreement", "code_crosstabs", "coder_confusion",
    "collection_exports", "collections", "communities", "computed_agreement", "computed_confusion",
    "crosstab_tests", "engagement_summary", "first_ties", "group_frequencies", "hashtag_pairs", "link_domains",
    "liwc_measures", "liwc_scores", "lorenz_curve", "machine_agreement", "machine_estimates", "member_retention",
    "participation", "proposed_codes", "rejected_rows", "response_delays", "scorer_agreement",
    "sentiment_scorers", "theme_frequencies", "tweet_emoji", "window_changes", "window_trends", "word_keyness",
    "word_list_sentiment", "word_list_totals",
}  # fmt: skip
PARENTS = {
    "export_files": set(),
    "collection_exports": {"export_files"},
    "collections": {"export_files"},
    "raw_tweets": {"export_files"},
    "raw_ties": {"export_files"},
    "rejected_rows": {"export_files"},
    "identities": {"raw_tweets"},
    "tweets": {"raw_tweets", "identities"},
    "tweet_hashtags": {"tweets"},
    "tweet_mentions": {"tweets", "identities"},
    "tweet_urls": {"tweets"},
    "tweet_emoji": {"tweets"},
    "users": {"tweets", "tweet_mentions", "raw_tweets", "raw_ties", "identities"},
    "tweet_tokens": {"tweets"},
    "word_frequencies": {"tweet_tokens"},
    "bigram_frequencies": {"tweet_tokens"},
    "word_keyness": {"word_frequencies"},
    "hashtag_pairs": {"tweet_hashtags", "tweets"},
    "word_list_sentiment": {"tweet_tokens", "word_list_uses"},
    "word_list_uses": {"tweet_tokens", "word_frequencies"},
    "word_list_totals": {"tweet_tokens", "word_list_uses"},
    "sentiment_scores": {"tweets", "tweet_tokens", "word_list_uses"},
    "sentiment_scorers": {"tweets", "tweet_tokens", "word_list_uses"},
    "scorer_confusion": {"sentiment_scores"},
    "scorer_agreement": {"scorer_confusion"},
    "style_measures": {"tweet_tokens", "tweets"},
    "liwc_scores": {"tweets"},
    "liwc_measures": {"tweets"},
    "interactions": {"tweets", "tweet_mentions", "raw_ties", "identities"},
    "network_ties": {"interactions", "tweet_mentions", "tweets", "users"},
    "network_metrics": {"interactions", "tweet_mentions", "tweets", "users"},
    "user_metrics": {"interactions", "tweet_mentions", "tweets", "users"},
    "communities": {"user_metrics", "network_ties", "tweet_tokens"},
    "leaders": {"user_metrics", "users"},
    "account_groups": {"leaders", "tweets", "user_metrics"},
    "first_ties": {"interactions"},
    "participation": {"tweets"},
    "lorenz_curve": {"tweets"},
    "response_delays": {"tweets"},
    "codebook": set(),
    "sample": {"tweets"},
    "code_history": set(),
    "codes": {"code_history", "codebook", "sample", "tweets"},
    "coder_confusion": {"codes"},
    "coder_agreement": {"codes"},
    "category_agreement": {"codes"},
    "computed_agreement": {"codebook", "coded_tweets", "tweet_categories"},
    "computed_confusion": {"codebook", "coded_tweets", "tweet_categories"},
    "agreement_over_time": {"codes", "sample"},
    "coded_variables": {"codebook", "codes", "coder_agreement"},
    "coded_tweets": {"codes", "code_history", "codebook", "coded_variables", "sample", "tweets"},
    "code_frequencies": {"coded_tweets", "codebook", "sample", "tweets"},
    "engagement_summary": {"sample", "tweets"},
    "tweet_categories": {"coded_tweets", "codebook", "leaders", "sample", "sentiment_scores", "tweets", "user_metrics"},
    "code_crosstabs": {"codebook", "tweet_categories"},
    "crosstab_tests": {"codebook", "tweet_categories"},
    "theme_frequencies": {"code_frequencies", "codebook", "coded_tweets", "sample", "tweets"},
    "machine_agreement": {"coded_tweets", "sample", "tweets"},
    "proposed_codes": {"coded_tweets", "sample", "tweets"},
    "machine_estimates": {"coded_tweets", "sample", "tweets"},
    "window_trends": MEASURED_OVER_WINDOWS,
    "window_changes": MEASURED_OVER_WINDOWS,
    "member_retention": {"identities", "tweets"},
    "link_domains": {"account_groups", "codebook", "coded_tweets", "tweet_urls", "tweets"},
    "group_frequencies": {"account_groups", "codebook", "coded_tweets", "sentiment_scores", "tweets"},
    "published_warehouse": LAST,
    "study_report": LAST,
    "trends_report": {"member_retention", "window_changes", "window_trends", "word_keyness"},
}  # fmt: skip

NAMES_AND_SETTINGS = {
    "raw_tweets.export_file", "raw_tweets.row_number",
    "raw_ties.export_file", "raw_ties.row_number",
    "word_list_uses.list", "word_list_uses.kind", "word_list_totals.list", "word_list_totals.kind",
    "sentiment_scores.scorer", "sentiment_scorers.scorer", "style_measures.measure",
    "liwc_measures.measure", "liwc_measures.measured",
    "network_ties.layer", "network_metrics.layer", "network_metrics.metric", "user_metrics.layer", "leaders.leads_by",
    "sample.seed", "sample.stratified_by", "sample.with_retweets", "sample.of_languages",
    "engagement_summary.metric", "window_trends.topic", "window_changes.topic",
    "member_retention.window_before",
    "coder_agreement.measure", "coder_agreement.coders", "coded_variables.lowered_because",
    "code_crosstabs.row_variable", "code_crosstabs.column_variable", "crosstab_tests.row_variable",
    "crosstab_tests.column_variable", "machine_estimates.category", "category_agreement.category",
    "computed_agreement.category", "first_ties.role", "group_frequencies.grouped_by", "group_frequencies.is_sampled",
    "lorenz_curve.counted", "lorenz_curve.percent_of_posters", "participation.counted", "word_list_sentiment.lists",
}  # fmt: skip
"""Columns that no tweet gives: names of measures, layers and lists, places in files, and what study.toml says."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Any:
    study = make_study(tmp_path_factory.mktemp("graph") / "study")
    return build_definitions(study.root).get_repository_def().asset_graph


def test_the_asset_graph_is_this_one(graph: Any) -> None:
    real = {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    settings = {settings_asset(section) for section in SECTIONS}
    assert {name: parents - settings for name, parents in real.items() if name not in settings} == PARENTS
    assert {name: parents & settings for name, parents in real.items() if parents & settings} == {
        asset: {settings_asset(section) for section in sections} for asset, sections in SECTIONS_READ.items()
    }
    assert {name for parents in real.values() for name in parents if name in settings} == settings


def test_every_table_is_an_asset_with_its_declared_columns_checks_owner_and_group(graph: Any) -> None:
    for table in TABLES:
        node = graph.get(dg.AssetKey(table.name))
        schema = node.metadata["dagster/column_schema"]
        assert [column.name for column in schema.columns] == list(table.column_names)
        assert node.group_name == table.group
        assert node.owners
        assert table.row in str(node.description)
        assert graph.get_check_keys_for_assets([node.key])


@pytest.mark.parametrize("name", ["study_report", "published_warehouse"])
def test_what_shows_every_table_comes_behind_every_table(graph: Any, name: str) -> None:
    behind = graph.get_ancestor_asset_keys(dg.AssetKey(name))
    assert {table.name for table in TABLES} <= {key.to_user_string() for key in behind}


def test_a_group_of_the_ui_can_be_seen_at_once(graph: Any) -> None:
    groups = {key: graph.get(key).group_name for key in graph.get_all_asset_keys()}
    made_from_each_other = {
        groups[key] for key in groups for parent in graph.get(key).parent_keys if groups[parent] == groups[key]
    }
    sizes = Counter(groups.values())
    assert {name: sizes[name] for name in made_from_each_other if sizes[name] > MOST_IN_A_GROUP} == {}
    between = {
        (groups[parent], groups[key])
        for key in groups
        for parent in graph.get(key).parent_keys
        if groups[parent] != groups[key]
    }
    TopologicalSorter({name: {before for before, after in between if after == name} for name in sizes}).prepare()


def test_the_report_must_stay_fresh_and_assets_are_partitioned_by_window(graph: Any) -> None:
    assert graph.get(dg.AssetKey("study_report")).freshness_policy is not None
    across_windows = {dg.AssetKey(name) for name in ACROSS_WINDOWS}
    settings = {dg.AssetKey(settings_asset(section)) for section in SECTIONS}
    assert all(graph.get(key).partitions_def is None for key in settings)
    for key in graph.get_all_asset_keys() - across_windows - settings:
        definition = graph.get(key).partitions_def
        assert isinstance(definition, dg.DynamicPartitionsDefinition)
        assert definition.name == "collection_window"


def test_nothing_of_the_definitions_is_beta_or_deprecated(study: Study) -> None:
    with warnings.catch_warnings():
        for category in (dg.BetaWarning, dg.PreviewWarning, dg.SupersessionWarning, DeprecationWarning):
            warnings.simplefilter("error", category)
        build_definitions(study.root).get_repository_def()


def test_loading_the_definitions_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom mtw_pipeline.definitions import build_definitions\nbuild_definitions()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_help_imports_nothing_but_the_command_line() -> None:
    heavy = (*HEAVY, "dagster", "duckdb", "numpy", "pandas", "pyarrow", "pydantic", "sqlalchemy", "importlib.metadata")
    program = (
        "import sys\nfrom mtw_pipeline.cli.app import build_app\nbuild_app()(['--help'], standalone_mode=False)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Run the pipeline" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_domain_package_imports_dagster() -> None:
    package = ROOT / "mtw_pipeline"
    allowed = {
        package / "definitions.py",
        package / "ui" / "serving.py",
        *(package / "runs" / f"{name}.py" for name in ("problems", "records", "reexecution", "running")),
    }
    allowed.update((package / "defs").rglob("*.py"))
    importing = [
        path
        for path in package.rglob("*.py")
        if path not in allowed
        and any(line.startswith(("import dagster", "from dagster")) for line in path.read_text().splitlines())
    ]
    assert importing == []


def test_the_example_study_is_sound_and_says_that_it_is_synthetic() -> None:
    assert Study.load(example_study()).settings.synthetic


def test_dagsters_tools_find_the_project() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["dg"]["project"]["root_module"] == "mtw_pipeline"
    assert "mtw_pipeline.definitions" in (ROOT / "workspace.yaml").read_text(encoding="utf-8")


def test_dagster_validates_the_workspace() -> None:
    program = Path(sys.executable).with_name("dagster")
    done = subprocess.run(
        [program, "definitions", "validate", "-w", "workspace.yaml"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr


def test_the_data_dictionary_is_up_to_date() -> None:
    from mtw_pipeline.published.dictionary import DICTIONARY, data_dictionary

    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary()


def test_the_lineage_is_what_the_statements_say() -> None:
    assert known_lineage() == derived_lineage(), "run: python -m mtw_pipeline.lineage.derivation"


def test_the_ui_leads_a_column_from_the_report_back_to_the_export(graph: Any) -> None:
    way = (
        ("study_report", "text/key_words"),
        ("word_keyness", "word"),
        ("word_frequencies", "word"),
        ("tweet_tokens", "tokens"),
        ("tweets", "text"),
        ("raw_tweets", "text"),
        ("export_files", "twarc_csv.text"),
    )
    for (asset, column), source in pairwise(way):
        shown = graph.get(dg.AssetKey(asset)).metadata
        assert (
            dg.TableColumnDep(dg.AssetKey(source[0]), source[1])
            in shown["dagster/column_lineage"].deps_by_column[column]
        )
        assert column in {one.name for one in shown["dagster/column_schema"].columns}
    assert "twarc_csv.text" in {
        one.name for one in graph.get(dg.AssetKey(EXPORT_FILES)).metadata["dagster/column_schema"].columns
    }


def test_what_is_no_table_shows_a_row_a_part(graph: Any) -> None:
    for asset, most in (("study_report", 80), ("published_warehouse", 60)):
        shown = graph.get(dg.AssetKey(asset)).metadata["dagster/column_schema"].columns
        parts = {column.rpartition(".")[0] for column in known_lineage()[asset]}
        assert {one.name for one in shown} == parts
        assert len(shown) <= most
        assert all(str(one.description).startswith("Made from ") for one in shown)


def test_every_figure_of_the_report_leads_back_to_the_export_or_to_what_people_gave() -> None:
    lineage = known_lineage()
    from_files = {"collection_exports", "collections", "rejected_rows", "codebook", "code_history", EXPORT_FILES}
    steps = {step.source for column in lineage[REPORT] for step in way_back(lineage, REPORT, column)}
    ends = {(table, column) for table, column in steps if column not in lineage.get(table, {})}
    assert {f"{table}.{column}" for table, column in ends if table not in from_files} == NAMES_AND_SETTINGS


def test_lineage_names_declared_columns_of_tables_that_an_asset_depends_on() -> None:
    declared = {table.name: set(table.column_names) for table in TABLES}
    behind_all = {name: set(declared) for name in ("study_report", "published_warehouse")}
    for asset, columns in known_lineage().items():
        assert set(columns) <= declared.get(asset, set(columns))
        for sources in columns.values():
            assert {source for source, _ in sources} <= behind_all.get(asset, PARENTS[asset]) | {asset}
            assert all(name in declared[source] for source, name in sources if source != EXPORT_FILES)


def test_of_every_table_it_is_known_what_fills_it() -> None:
    from_files = {
        "collection_exports", "collections", "raw_tweets", "raw_ties", "rejected_rows", "codebook", "code_history",
    }  # fmt: skip
    by_sql = {table.name for table in TABLES if has_statement(table.statement)}
    by_python = {table.name for table in TABLES if table.filled_from}
    assert {table.name for table in TABLES} == from_files | by_sql | by_python
    assert not by_sql & by_python


def test_every_file_that_documents_and_code_name_is_there() -> None:
    folders = ("mtw_pipeline", "sql", "docs", "benchmarks")
    places = [path for folder in folders for path in (ROOT / folder).rglob("*.*")]
    texts = [path for path in places if path.suffix in {".py", ".sql", ".md", ".j2", ".toml"}]
    content = "\n".join(path.read_text(encoding="utf-8") for path in [*texts, *ROOT.glob("*.md")])
    named = set(
        re.findall(r"(?<![\w./-])(?:docs|sql|mtw_pipeline|mtw_pipeline_tests|benchmarks)/[A-Za-z0-9_/.-]+", content)
    )
    named |= {f"docs/{name}" for name in re.findall(r"""document\(["']([^"']+)["']\)""", content)}
    assert len(named) > 60
    assert [name for name in sorted(named) if not list(ROOT.glob(f"{name.rstrip('/.')}*"))] == []
    bare = set(re.findall(r"(?<![\w/.<>*-])[a-z_0-9]+\.(?:py|sql)\b(?![(|])", content))
    assert len(bare) > 60
    tests = {path.name for path in (ROOT / "mtw_pipeline_tests").rglob("*.py")}
    yardsticks = {"peer_python.py"}
    modules = {"pyspark.sql", "spark.sql"}
    assert bare - {path.name for path in places} - tests - yardsticks - modules == set(), (
        "scripts that are compared lie elsewhere"
    )
