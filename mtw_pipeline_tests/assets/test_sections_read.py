"""Which sections of study.toml the assets of a whole run read: those that lineage/settings.py names, and no others."""

from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.lineage.settings import SECTIONS_READ
from mtw_pipeline.study.inputs import SECTIONS
from mtw_pipeline_tests.studies import CodedStudy

ONLY_SOMETIMES = {
    "collection_exports": {"engine"},
    "raw_tweets": {"engine"},
    "raw_ties": {"engine"},
    "rejected_rows": {"engine"},
    "tweet_tokens": {"hashtags"},
    "sentiment_scores": {"hashtags"},
    "sentiment_scorers": {"hashtags"},
    "computed_agreement": {"sample"},
    "machine_agreement": {"sentiment"},
    "proposed_codes": {"sentiment"},
    "machine_estimates": {"sentiment"},
    REPORT: {"export_time_zones"},
}
"""Sections that are read under settings or with data that the example has not; an engine, before any asset is made."""


def test_an_asset_reads_the_sections_that_it_is_said_to_read_and_no_others(
    coded: CodedStudy, sections_seen: dict[str, set[str]]
) -> None:
    assert coded.study.settings_path.is_file(), "it was run, and watched"
    read = {asset: sections for asset, sections in sections_seen.items() if sections}
    assert read == {
        asset: set(sections) - ONLY_SOMETIMES.get(asset, set()) for asset, sections in SECTIONS_READ.items()
    }
    assert {section for sections in SECTIONS_READ.values() for section in sections} == set(SECTIONS)
