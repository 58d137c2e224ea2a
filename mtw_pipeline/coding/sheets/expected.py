"""What a filled sheet is held against: sample, codebook, coders, and what is there already.

What belongs here: the shape of it. What does not: where it comes from (import_of_window.py), the check (importing.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mtw_pipeline.coding.codebook import CodedVariable
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.frozen_sample import SampledTweet
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class Expected:
    """What a sheet is held against.

    Args:
        window: the window.
        variables: the codebook.
        sample: the frozen sample, by tweet id.
        thawed: tweets of samples before this one, by id, each with all who were to code it.
        names: the study's coders.
        shown: by tweet id, the text as collected and what the tweet shows.
        facts: computed codes of each tweet by variable, which decide whether a variable applies.
        earlier: the codes that are there already, by coder, tweet and variable.
        earlier_notes: the notes that are there already, by coder and tweet.
        former: keys that the window had before it was renamed.
    """

    window: CollectionWindow
    variables: tuple[CodedVariable, ...]
    sample: Mapping[str, SampledTweet]
    thawed: Mapping[str, SampledTweet]
    names: CoderNames
    shown: Mapping[str, tuple[str, str]]
    facts: Mapping[str, Mapping[str, str | None]]
    earlier: Mapping[tuple[str, str, str], str]
    earlier_notes: Mapping[tuple[str, str], str]
    former: frozenset[str] = frozenset()

    def tweet(self, tweet_id: str) -> SampledTweet | None:
        """A tweet of this sample, or else of one before it."""
        return self.sample.get(tweet_id) or self.thawed.get(tweet_id)

    def is_earlier(self, who: str, tweet_id: str) -> bool:
        """Whether a tweet was the coder's once, and is no more."""
        tweet, before = self.sample.get(tweet_id), self.thawed.get(tweet_id)
        if tweet is not None and who in tweet.coders:
            return False
        return any(who in one.earlier_coders for one in (tweet, before) if one is not None)
