"""What of study.toml matches nothing, told before anybody takes its zero for a finding: for mtw run and mtw doctor.

What belongs here: which of it is asked when. What does not: why something matches nothing (its room says it).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtw_pipeline.study.folder import Study


def told_of_settings(study: "Study") -> Iterator[str]:
    """What can match nothing whatever the exports hold; what is not set costs no import."""
    settings = study.settings
    if not all(hashtag.isalpha() for hashtag in settings.hashtags):
        from mtw_pipeline.text.study_hashtags import hashtags_without_matches

        yield from hashtags_without_matches(settings.hashtags)
    if settings.word_lists or settings.words.extra_stop_words:
        from mtw_pipeline.text.word_lists.matching import terms_without_matches

        yield from terms_without_matches(study)
    if settings.publish.words:
        from mtw_pipeline.published.allowed import texts_without_words

        yield from texts_without_words(settings)


def told_of_tables(study: "Study") -> Iterator[str]:
    """What matches nothing in the tables as they are."""
    if study.settings.network.classes_file:
        from mtw_pipeline.network.leader_classes import accounts_without_matches

        yield from accounts_without_matches(study)
