"""Every table of the warehouse, declared once.

The declaration feeds the DDL and the comments in DuckDB (warehouse.py), the column schema in the Dagster UI (defs/),
the Great Expectations suites (quality.py) and the data dictionary in docs/. A table stands here before it stands
anywhere else; a test holds the declared columns against the real ones.
"""

from mtw_pipeline.tables.coded import (
    CODE_CROSSTABS,
    CODE_FREQUENCIES,
    CROSSTAB_TESTS,
    ENGAGEMENT_SUMMARY,
    MACHINE_AGREEMENT,
    MACHINE_ESTIMATES,
    PROPOSED_CODES,
    THEME_FREQUENCIES,
)
from mtw_pipeline.tables.coding import (
    CODE_HISTORY,
    CODEBOOK,
    CODED_TWEETS,
    CODED_VARIABLES,
    CODER_AGREEMENT,
    CODER_CONFUSION,
    CODES,
    SAMPLE,
)
from mtw_pipeline.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.tables.model import Column, Holds, Reference, Table, Type
from mtw_pipeline.tables.network import (
    COMMUNITIES,
    INTERACTIONS,
    LEADERS,
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
)
from mtw_pipeline.tables.rows import arrow_rows
from mtw_pipeline.tables.text import (
    BIGRAM_FREQUENCIES,
    SCORER_AGREEMENT,
    SCORER_CONFUSION,
    SENTIMENT_SCORERS,
    SENTIMENT_SCORES,
    STYLE_MEASURES,
    TWEET_TOKENS,
    WORD_FREQUENCIES,
    WORD_KEYNESS,
    WORD_LIST_TOTALS,
    WORD_LIST_USES,
)
from mtw_pipeline.tables.trends import WINDOW_TRENDS
from mtw_pipeline.tables.tweets import (
    TWEET_EMOJI,
    TWEET_HASHTAGS,
    TWEET_MENTIONS,
    TWEET_URLS,
    TWEETS,
    USERS,
)

TABLES: tuple[Table, ...] = (
    COLLECTION_EXPORTS,
    RAW_TWEETS,
    RAW_TIES,
    REJECTED_ROWS,
    TWEETS,
    TWEET_HASHTAGS,
    TWEET_MENTIONS,
    TWEET_URLS,
    TWEET_EMOJI,
    USERS,
    TWEET_TOKENS,
    WORD_FREQUENCIES,
    BIGRAM_FREQUENCIES,
    WORD_KEYNESS,
    WORD_LIST_USES,
    WORD_LIST_TOTALS,
    SENTIMENT_SCORES,
    SENTIMENT_SCORERS,
    SCORER_AGREEMENT,
    SCORER_CONFUSION,
    STYLE_MEASURES,
    INTERACTIONS,
    NETWORK_TIES,
    NETWORK_METRICS,
    USER_METRICS,
    COMMUNITIES,
    LEADERS,
    CODEBOOK,
    SAMPLE,
    CODE_HISTORY,
    CODES,
    CODER_CONFUSION,
    CODER_AGREEMENT,
    CODED_VARIABLES,
    CODED_TWEETS,
    CODE_FREQUENCIES,
    ENGAGEMENT_SUMMARY,
    CODE_CROSSTABS,
    CROSSTAB_TESTS,
    THEME_FREQUENCIES,
    MACHINE_AGREEMENT,
    PROPOSED_CODES,
    MACHINE_ESTIMATES,
    WINDOW_TRENDS,
)


def table_named(name: str) -> Table:
    """The declared table of that name.

    Raises:
        KeyError: no such table is declared.
    """
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(f"no table {name} is declared")


__all__ = [
    "BIGRAM_FREQUENCIES",
    "CODEBOOK",
    "CODED_TWEETS",
    "CODED_VARIABLES",
    "CODER_AGREEMENT",
    "CODER_CONFUSION",
    "CODES",
    "CODE_CROSSTABS",
    "CODE_FREQUENCIES",
    "CODE_HISTORY",
    "COLLECTION_EXPORTS",
    "COMMUNITIES",
    "CROSSTAB_TESTS",
    "ENGAGEMENT_SUMMARY",
    "INTERACTIONS",
    "LEADERS",
    "MACHINE_AGREEMENT",
    "MACHINE_ESTIMATES",
    "NETWORK_METRICS",
    "NETWORK_TIES",
    "PROPOSED_CODES",
    "RAW_TIES",
    "RAW_TWEETS",
    "REJECTED_ROWS",
    "SAMPLE",
    "SCORER_AGREEMENT",
    "SCORER_CONFUSION",
    "SENTIMENT_SCORERS",
    "SENTIMENT_SCORES",
    "STYLE_MEASURES",
    "TABLES",
    "THEME_FREQUENCIES",
    "TWEETS",
    "TWEET_EMOJI",
    "TWEET_HASHTAGS",
    "TWEET_MENTIONS",
    "TWEET_TOKENS",
    "TWEET_URLS",
    "USERS",
    "USER_METRICS",
    "WINDOW_TRENDS",
    "WORD_FREQUENCIES",
    "WORD_KEYNESS",
    "WORD_LIST_TOTALS",
    "WORD_LIST_USES",
    "Column",
    "Holds",
    "Reference",
    "Table",
    "Type",
    "arrow_rows",
    "table_named",
]
