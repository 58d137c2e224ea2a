"""From a ``[[collect]]`` table to the collector of its platform; a platform's library is imported here and not before.

What belongs here: which collector a source has. What does not: what any of them does.
"""

from mtw_pipeline.collect.collector import Collector
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.study.settings import CollectSettings, StudySettings


def collector_of(collect: CollectSettings, settings: StudySettings, keys: Keys) -> Collector:
    """The collector of a ``[[collect]]`` table.

    Args:
        collect: the table.
        settings: of the study, whose hashtags are asked for where the table names none.
        keys: of the study.
    """
    hashtags = collect.hashtags or settings.hashtags
    if collect.source == "x":
        from mtw_pipeline.collect.x.search import XSearch

        return XSearch(collect, hashtags, keys)
    if collect.source == "bluesky":
        from mtw_pipeline.collect.bluesky.search import BlueskySearch

        return BlueskySearch(collect, hashtags, keys)
    from mtw_pipeline.collect.mastodon.timeline import MastodonTimeline

    return MastodonTimeline(collect, hashtags, keys)
