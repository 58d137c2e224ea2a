"""Which sections of study.toml an asset reads itself: what a changed setting makes stale.

What belongs here: that list, of which ``reruns.py`` and the assets' dependencies are made. What does not: what a
section holds (study/settings/), and when it changed (study/inputs.py). A test runs every asset and holds what it read
against the list.
"""

from collections.abc import Mapping

from mtw_pipeline.lineage.known import PUBLISHED, REPORT

_COLLECTION = ("bounds", "column_map", "engine", "export_time_zones")
_MACHINE = ("codebook", "coding", "sample", "sentiment", "themes")
_SENTIMENT = ("hashtags", "sentiment", "word_lists", "words")

SECTIONS_READ: Mapping[str, tuple[str, ...]] = {
    "collection_exports": _COLLECTION,
    "raw_tweets": _COLLECTION,
    "raw_ties": _COLLECTION,
    "rejected_rows": _COLLECTION,
    "tweet_tokens": ("hashtags", "words"),
    "word_frequencies": ("words",),
    "bigram_frequencies": ("words",),
    "hashtag_pairs": ("hashtags",),
    "word_list_uses": ("word_lists", "words"),
    "word_list_totals": ("word_lists",),
    "sentiment_scores": _SENTIMENT,
    "sentiment_scorers": _SENTIMENT,
    "style_measures": ("style",),
    "network_ties": ("network",),
    "network_metrics": ("network",),
    "user_metrics": ("network",),
    "communities": ("hashtags", "network", "words"),
    "leaders": ("network",),
    "codebook": ("codebook", "coding", "themes"),
    "sample": ("coding", "sample"),
    "code_history": ("codebook", "coding", "themes"),
    "coder_agreement": ("codebook", "coding", "sample", "themes"),
    "category_agreement": ("codebook", "coding", "themes"),
    "computed_agreement": ("codebook", "coding", "sample", "themes"),
    "agreement_over_time": ("codebook", "coding", "sample", "themes"),
    "coded_variables": ("coding",),
    "tweet_categories": ("hashtags",),
    "code_frequencies": ("hashtags",),
    "code_crosstabs": ("codebook", "coding"),
    "crosstab_tests": ("codebook", "coding", "sample"),
    "machine_agreement": _MACHINE,
    "proposed_codes": _MACHINE,
    "machine_estimates": _MACHINE,
    "window_trends": ("hashtags", "style"),
    "window_changes": ("hashtags", "style"),
    "trends_report": ("synthetic", "title"),
    REPORT: ("coding", "export_time_zones", "hashtags", "network", "sample", "synthetic", "title", "words"),
    PUBLISHED: (
        "codebook", "coding", "hashtags", "network", "publish", "synthetic", "themes", "title", "word_lists", "words",
    ),
}  # fmt: skip
"""By asset, the sections; an asset that is not named reads none, and only rests on those of what it is made from."""


def settings_asset(section: str) -> str:
    """The asset that stands for a section of study.toml."""
    return f"settings_{section}"


def settings_read(asset: str) -> list[str]:
    """The assets that stand for the sections that an asset reads."""
    return [settings_asset(section) for section in SECTIONS_READ.get(asset, ())]


def readers_of(section: str) -> list[str]:
    """The assets that read a section."""
    return [asset for asset, sections in SECTIONS_READ.items() if section in sections]
