"""The platform's grammar against its own open conformance suite (twitter-text), by the statement that fills tweets."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import WINDOW

SUITE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "twitter-text" / "extract.yml"

OTHER_HOSTS = {
    "Extract valid URL: http://example.com/",
    "DO NOT Extract a hyphenated TLD (even though it's usually a typo)",
    (
        "Extract non-ASCII host name URLs with protocol, but ignore host names bigger than 63 characters. Also handle"
        " exceptions for non-ASCII hostnames longer than 256 characters"
    ),
    "DO NOT extract invalid URL",
    "DO NOT extract URLs containing trailing dashes in the domain with a subdomain",
    "DO NOT extract URLs containing trailing underscores in the domain with a subdomain",
    "DO NOT extract URLs with > 40 characters in a t.co slug",
}
"""What X takes for no link, or for a shorter one, because it knows every top-level domain: docs/decisions/0072."""

Case = dict[str, Any]


@pytest.fixture(scope="module")
def suite() -> dict[str, list[Case]]:
    if not SUITE.is_file():
        pytest.skip("the conformance suite (../shared/reference/twitter-text) is not on this machine")
    tests: dict[str, list[Case]] = yaml.safe_load(SUITE.read_text(encoding="utf-8"))["tests"]
    return tests


def read(warehouse: Warehouse, cases: list[Case], column: str) -> list[Any]:
    """A column of the tweets that say these texts, of which nothing else is known."""
    rows = [
        (WINDOW.key, "a.csv", number, str(10**18 + number), "inv", one["text"]) for number, one in enumerate(cases, 1)
    ]
    warehouse.connection.execute("delete from raw_tweets")
    warehouse.connection.executemany(
        "insert into raw_tweets (collection_window, export_file, row_number, tweet_id, author_handle, text, created_at,"
        " metrics_of, bad_cells, platform) values (?, ?, ?, ?, ?, ?, timestamp '2021-01-05', 'unknown', [], 'x')",
        rows,
    )
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
    return [
        value for (value,) in warehouse.connection.execute(f"select {column} from tweets order by tweet_id").fetchall()
    ]


@pytest.mark.parametrize("group", ["hashtags", "hashtags_from_astral", "hashtags_with_indices"])
def test_hashtags(suite: dict[str, list[Case]], warehouse: Warehouse, study: Study, group: str) -> None:
    expected = [[tag if isinstance(tag, str) else tag["hashtag"] for tag in one["expected"]] for one in suite[group]]
    assert read(warehouse, suite[group], "hashtags") == expected


@pytest.mark.parametrize("group", ["mentions", "mentions_with_indices"])
def test_mentions(suite: dict[str, list[Case]], warehouse: Warehouse, study: Study, group: str) -> None:
    cases = [one for one in suite[group] if not one["text"].startswith("RT @")]
    expected = [[name if isinstance(name, str) else name["screen_name"] for name in one["expected"]] for one in cases]
    assert read(warehouse, cases, "mention_handles") == expected


def test_replies(suite: dict[str, list[Case]], warehouse: Warehouse, study: Study) -> None:
    assert read(warehouse, suite["replies"], "replied_to") == [one["expected"] for one in suite["replies"]]


@pytest.mark.parametrize(
    "group", ["urls", "urls_with_indices", "tco_urls_with_params", "urls_with_directional_markers"]
)
def test_links(suite: dict[str, list[Case]], warehouse: Warehouse, study: Study, group: str) -> None:
    differing = set()
    for one, found in zip(suite[group], read(warehouse, suite[group], "urls"), strict=True):
        expected = [link if isinstance(link, str) else link["url"] for link in one["expected"]]
        with_scheme = [link for link in expected if link.lower().startswith("http")]
        if found != with_scheme:
            differing.add(one["description"])
    assert differing == OTHER_HOSTS & {one["description"] for one in suite[group]}
