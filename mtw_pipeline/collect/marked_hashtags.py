"""Whether a Bluesky post holds a hashtag: as the author marked it, not as its text looks.

What belongs here: facets and tags of a record. What does not: reading posts (exports/).
"""

from collections.abc import Iterator, Mapping, Sequence

from mtw_pipeline.study.settings.hashtags import same_hashtag

_TAG = "app.bsky.richtext.facet#tag"


def holds_hashtag(record: object, hashtags: Sequence[str]) -> bool:
    """Whether a record of app.bsky.feed.post holds one of some hashtags, in its facets or in its tags.

    Args:
        record: the record; whatever is not as the lexicon says holds none.
        hashtags: without #, in any case.
    """
    wanted = {same_hashtag(one) for one in hashtags}
    return not wanted.isdisjoint(same_hashtag(one) for one in _hashtags_of(record))


def _hashtags_of(record: object) -> Iterator[str]:
    if not isinstance(record, Mapping):
        return
    yield from (one for one in _list(record.get("tags")) if isinstance(one, str))
    for facet in _list(record.get("facets")):
        features = _list(facet.get("features")) if isinstance(facet, Mapping) else []
        for feature in features:
            if isinstance(feature, Mapping) and feature.get("$type") == _TAG and isinstance(feature.get("tag"), str):
                yield str(feature["tag"])


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
