"""Which communities are described, and which words say nothing about them.

What belongs here: settings as bound parameters. What does not: the statement (sql/tables/network/communities.sql).
"""

from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.text.words import own_tokens, stop_word_list

_DESCRIBED = 12


def community_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tables/network/communities.sql."""
    return {
        "smallest": settings.network.smallest_community,
        "described": _DESCRIBED,
        "left_out": [*stop_word_list(settings), *own_tokens(settings)],
    }
