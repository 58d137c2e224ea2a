"""What the report says of tweets and of who posted them: totals, types, formats, engagement, platforms, days.

What belongs here: plain values, a class for each statement of sql/report/tweets/, its fields named as the columns. What
does not: reading them (of_window.py) and languages, which are more than counts (languages.py).
"""

from dataclasses import dataclass
from datetime import date

from mtw_pipeline.network.account_names import account_name
from mtw_pipeline.platforms import platform_label
from mtw_pipeline.report.withheld import Few, is_withheld


@dataclass(frozen=True)
class Totals:
    """Tweets and accounts of the window, and tweets by what they use.

    Args:
        tweets: tweets of the window, each once.
        users_who_posted: accounts that posted them.
        accounts_named: accounts that they mention, answer, retweet or quote.
        duplicate_rows: further rows of the exports that hold one of these tweets.
        with_hashtags: tweets with a hashtag.
        with_other_hashtags: tweets with a hashtag that is not one of the study's.
        with_mentions: tweets that name an account, the author of a retweet's original apart.
        with_emoji: tweets with an emoji.
        with_links: tweets with a link, media and quoted tweets apart.
        perhaps_links: of those with a link, tweets whose link may be that of a picture, of a film or of a quoted tweet.
        untold_links: of those without a link, retweets and cut texts that may have one.
        perhaps_replies: tweets of the types "tweet" and "quote tweet" from files that do not say whether they answer.
        perhaps_quotes: tweets of the type "tweet" from files that do not say whether they quote another.
        cut_texts: tweets whose text is known to be cut short.
        tie_rows: rows of edge lists, which hold ties and no tweets.
    """

    tweets: int
    users_who_posted: int
    accounts_named: int
    duplicate_rows: int
    with_hashtags: int
    with_other_hashtags: int
    with_mentions: int
    with_emoji: int
    with_links: int
    perhaps_links: int
    untold_links: int
    perhaps_replies: int
    perhaps_quotes: int
    cut_texts: int
    tie_rows: int


@dataclass(frozen=True)
class Category:
    """A category of the tweets.

    Args:
        name: the category.
        tweets: those known to have it; None where the exports cannot tell.
        perhaps: how many more may have it.
    """

    name: str
    tweets: int | None
    perhaps: int = 0

    @property
    def at_most(self) -> int | None:
        """The tweets that have it if all do that may."""
        if self.tweets is None or is_withheld(self.tweets):
            return self.tweets
        return self.perhaps if is_withheld(self.perhaps) else self.tweets + self.perhaps


@dataclass(frozen=True)
class Engagement:
    """Mean and median of one count, over the tweets of which it is known.

    Args:
        measure: likes, retweets or replies.
        tweets: tweets that the averages rest on.
        of_tweets: tweets that could have such a count: all but the retweets.
        mean: the mean.
        median: the median.
    """

    measure: str
    tweets: int
    of_tweets: int
    mean: float | None
    median: float | None

    @property
    def not_known(self) -> int:
        """Tweets of which it is not known; withheld where the tweets are."""
        return _not_known(self.tweets, self.of_tweets)


@dataclass(frozen=True)
class PlatformCount:
    """The tweets of one platform, by type, and the accounts that posted them."""

    platform: str
    tweets: int
    users_who_posted: int
    own_tweets: int
    retweets: int
    replies: int
    quote_tweets: int

    @property
    def label(self) -> str:
        """The platform's name for people."""
        return platform_label(self.platform)


@dataclass(frozen=True)
class PlatformEngagement:
    """Mean and median of one count on one platform; fields as those of ``Engagement``."""

    platform: str
    measure: str
    tweets: int
    of_tweets: int
    mean: float | None
    median: float | None

    @property
    def label(self) -> str:
        """The platform's name for people."""
        return platform_label(self.platform)

    @property
    def not_known(self) -> int:
        """Tweets of which it is not known; withheld where the tweets are."""
        return _not_known(self.tweets, self.of_tweets)


@dataclass(frozen=True)
class DayCount:
    """The tweets of one day, UTC."""

    day: date
    tweets: int


@dataclass(frozen=True)
class ResponseDelay:
    """How long after their originals retweets, replies and quote tweets were posted, in seconds."""

    tweet_type: str
    tweets: int
    originals_named: int
    delays_known: int
    before_original: int
    posters: int
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    within_an_hour: int
    within_a_day: int
    within_a_week: int
    later: int
    posters_within_an_hour: int
    posters_within_a_day: int
    posters_within_a_week: int
    posters_later: int


@dataclass(frozen=True)
class AccountCount:
    """An account with what it did, and what was done to it, in the window."""

    account: str
    handle: str | None
    times_named: int
    tweets: int
    followers: int | None

    @property
    def label(self) -> str:
        """The name to show: the handle as written if known, else as filed; without a handle the user id."""
        return account_name(self.account, self.handle)


def _not_known(tweets: int, of_tweets: int) -> int:
    return tweets if isinstance(tweets, Few) else of_tweets - tweets
