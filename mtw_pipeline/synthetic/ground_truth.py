"""What was planted in the made-up collection, counted while it was planted.

What belongs here: the statement and the counting. What does not: reading the written files again (the tests do that,
and hold the statement against it).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.accounts import MAIN_COMMUNITIES, Account, Cast
from mtw_pipeline.synthetic.conversation import Post
from mtw_pipeline.synthetic.engagement import Engagement
from mtw_pipeline.synthetic.phrases import AREAS, NEGATIVE, POSITIVE
from mtw_pipeline.synthetic.texts import Content
from mtw_pipeline.synthetic.timeline import iso_time
from mtw_pipeline.warehouse.tables.network import TIE_KINDS
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, MENTION_KINDS, TWEET_TYPES

NOTE = "SYNTHETIC: invented accounts, texts and numbers; not the data of any study, and no evidence about anybody."

_TOP_HASHTAGS = 20
_DATE_LENGTH = 10


@dataclass(frozen=True)
class GroundTruth:
    """What was planted. All counts are over the distinct tweets of the window unless they say otherwise.

    Args:
        note: that all of it is synthetic.
        seed: the seed.
        hashtag: the study's hashtag.
        collection_window: the window's key.
        tweets: distinct tweets that can be taken.
        posters: their distinct authors.
        rows_by_file: records per file, the header not counted, bad and duplicate ones counted.
        duplicate_rows: rows of tweets that stand in an earlier row too.
        rejected_rows: rows that cannot be taken, by reason.
        tweets_by_type: exclusive: retweet before reply before quote tweet before tweet.
        tweets_by_content_format: exclusive; a retweet shows what its original shows.
        tweets_by_day: UTC, every day of the window.
        retweets_of_tweets_outside: retweets whose original is not in the collection.
        replies_that_quote: replies that also quote a tweet; their type is reply.
        hashtag_uses: uses of hashtags.
        distinct_hashtags: distinct hashtags in lower case.
        tweets_with_further_hashtags: tweets with a hashtag other than the study's.
        tweets_by_top_hashtag: tweets that use it, of the twenty hashtags with the most tweets.
        mentions_by_kind: accounts named: replied_to is the answered account where the text names it (who answers
            himself does not), retweeted the author of a retweet's original, within_retweet whoever is named in a
            retweet's text, mention all others.
        tweets_naming_accounts: tweets whose text names an account, the author of a retweet's original apart.
        emoji_uses: emoji as a person sees them.
        tweets_with_emoji: tweets with any.
        url_uses: links, media and quoted tweets apart.
        ties_by_kind: distinct directed ties between two accounts.
        self_ties_by_kind: distinct ties of an account to itself.
        ties_within_communities: ties of ties_by_kind between members of one planted community.
        ties_between_communities: the other ties of ties_by_kind.
        main_community_posters: posters of each main community.
        small_communities: how many other communities there are.
        small_community_posters: posters of these.
        outsiders: posters of no community; they have no ties at all.
        accounts_only_named: accounts that are named or passed on, but never post.
        positive_word_uses: uses of each planted positive word.
        negative_word_uses: uses of each planted negative word.
        tweets_with_positive_words: tweets with any.
        tweets_with_negative_words: tweets with any.
        tweets_not_retweets: what the next six are over, each tweet with the highest counts of its rows.
        likes: their likes.
        shares: their retweets on the whole platform.
        comments: their replies on the whole platform.
        mean_likes: likes per tweet.
        mean_shares: shares per tweet.
        mean_comments: comments per tweet.
    """

    note: str
    seed: int
    hashtag: str
    collection_window: str
    tweets: int
    posters: int
    rows_by_file: Mapping[str, int]
    duplicate_rows: int
    rejected_rows: Mapping[str, int]
    tweets_by_type: Mapping[str, int]
    tweets_by_content_format: Mapping[str, int]
    tweets_by_day: Mapping[str, int]
    retweets_of_tweets_outside: int
    replies_that_quote: int
    hashtag_uses: int
    distinct_hashtags: int
    tweets_with_further_hashtags: int
    tweets_by_top_hashtag: Mapping[str, int]
    mentions_by_kind: Mapping[str, int]
    tweets_naming_accounts: int
    emoji_uses: int
    tweets_with_emoji: int
    url_uses: int
    ties_by_kind: Mapping[str, int]
    self_ties_by_kind: Mapping[str, int]
    ties_within_communities: int
    ties_between_communities: int
    main_community_posters: Mapping[str, int]
    small_communities: int
    small_community_posters: int
    outsiders: int
    accounts_only_named: int
    positive_word_uses: Mapping[str, int]
    negative_word_uses: Mapping[str, int]
    tweets_with_positive_words: int
    tweets_with_negative_words: int
    tweets_not_retweets: int
    likes: int
    shares: int
    comments: int
    mean_likes: float
    mean_shares: float
    mean_comments: float

    def to_json(self) -> str:
        """The statement as a JSON document, the same text every time."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class PlantedRows:
    """What was planted around the distinct tweets.

    Args:
        by_file: records per file.
        duplicates: rows of tweets that stand in an earlier row too.
        rejected: bad rows by reason.
    """

    by_file: Mapping[str, int]
    duplicates: int
    rejected: Mapping[str, int]


class Tally:
    """Counts tweets as they are planted."""

    def __init__(self) -> None:
        self._posters: set[int] = set()
        self._named: set[int] = set()
        self._counts: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._formats: Counter[str] = Counter()
        self._days: Counter[str] = Counter()
        self._hashtags: Counter[str] = Counter()
        self._mentions: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._ties: set[tuple[str, Account, Account]] = set()

    def add(self, post: Post, content: Content, engagement: Engagement | None) -> None:
        """Count one tweet: what it shows, and its engagement where it is no retweet."""
        self._posters.add(post.author.number)
        self._types[post.kind] += 1
        self._formats[content.content_format] += 1
        self._days[iso_time(post.posted_ms)[:_DATE_LENGTH]] += 1
        self._add_content(content)
        self._add_names(post, content)
        self._add_pointers(post)
        if engagement is not None:
            counts = self._counts
            counts["not_retweets"] += 1
            counts["likes"] += engagement.likes
            counts["shares"] += engagement.shares
            counts["comments"] += engagement.comments

    def _add_content(self, content: Content) -> None:
        hashtags = dict.fromkeys(tag.lower() for tag in content.hashtags)
        for tag in hashtags:
            self._hashtags[tag] += 1
        for word in content.positive + content.negative:
            self._words[word] += 1
        counts = self._counts
        counts["hashtag_uses"] += len(content.hashtags)
        counts["further"] += len(hashtags) > 1
        counts["naming"] += bool(content.named)
        counts["emoji"] += len(content.emoji)
        counts["with_emoji"] += bool(content.emoji)
        counts["urls"] += len(content.links)
        counts["positive"] += bool(content.positive)
        counts["negative"] += bool(content.negative)

    def _add_names(self, post: Post, content: Content) -> None:
        self._named.update(account.number for account in content.named)
        if post.original is not None:
            self._named.add(post.original.author.number)
            self._mentions["retweeted"] += 1
            self._mentions["within_retweet"] += len(content.named)
            return
        for account in content.named:
            if post.answered is not None and account is post.answered.author:
                self._mentions["replied_to"] += 1
            else:
                self._mentions["mention"] += 1
                self._ties.add(("mention", post.author, account))

    def _add_pointers(self, post: Post) -> None:
        pointed = (("retweet", post.original), ("reply", post.answered), ("quote", post.quoted))
        for kind, target in pointed:
            if target is not None:
                self._ties.add((kind, post.author, target.author))
        self._counts["outside"] += post.original is not None and not post.original.collected
        self._counts["replies_that_quote"] += post.answered is not None and post.quoted is not None

    def ground_truth(
        self, seed: int, hashtag: str, window: CollectionWindow, cast: Cast, rows: PlantedRows
    ) -> GroundTruth:
        """The statement of everything counted so far."""
        counts = self._counts
        between = [tie for tie in self._ties if tie[1] is not tie[2]]
        itself = [tie for tie in self._ties if tie[1] is tie[2]]
        within = sum(source.community == target.community for _, source, target in between)
        main = Counter(_community_name(account) for account in cast.posters)
        return GroundTruth(
            note=NOTE,
            seed=seed,
            hashtag=hashtag,
            collection_window=window.key,
            tweets=self._types.total(),
            posters=len(self._posters),
            rows_by_file=rows.by_file,
            duplicate_rows=rows.duplicates,
            rejected_rows=rows.rejected,
            tweets_by_type=_in_order(TWEET_TYPES, self._types),
            tweets_by_content_format=_in_order(CONTENT_FORMATS, self._formats),
            tweets_by_day=_in_order(_days(window), self._days),
            retweets_of_tweets_outside=counts["outside"],
            replies_that_quote=counts["replies_that_quote"],
            hashtag_uses=counts["hashtag_uses"],
            distinct_hashtags=len(self._hashtags),
            tweets_with_further_hashtags=counts["further"],
            tweets_by_top_hashtag=_top(self._hashtags),
            mentions_by_kind=_in_order(MENTION_KINDS, self._mentions),
            tweets_naming_accounts=counts["naming"],
            emoji_uses=counts["emoji"],
            tweets_with_emoji=counts["with_emoji"],
            url_uses=counts["urls"],
            ties_by_kind=_in_order(TIE_KINDS, Counter(kind for kind, _, _ in between)),
            self_ties_by_kind=_in_order(TIE_KINDS, Counter(kind for kind, _, _ in itself)),
            ties_within_communities=within,
            ties_between_communities=len(between) - within,
            main_community_posters=_in_order([area.name for area in AREAS], main),
            small_communities=cast.small_communities,
            small_community_posters=main["small"],
            outsiders=main["outsiders"],
            accounts_only_named=len(self._named - self._posters),
            positive_word_uses=_in_order(POSITIVE, self._words),
            negative_word_uses=_in_order(NEGATIVE, self._words),
            tweets_with_positive_words=counts["positive"],
            tweets_with_negative_words=counts["negative"],
            tweets_not_retweets=counts["not_retweets"],
            likes=counts["likes"],
            shares=counts["shares"],
            comments=counts["comments"],
            mean_likes=_mean(counts["likes"], counts["not_retweets"]),
            mean_shares=_mean(counts["shares"], counts["not_retweets"]),
            mean_comments=_mean(counts["comments"], counts["not_retweets"]),
        )


def _community_name(account: Account) -> str:
    if account.community is None:
        return "outsiders"
    return AREAS[account.community].name if account.community < MAIN_COMMUNITIES else "small"


def _in_order(names: Iterable[str], counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in names}


def _days(window: CollectionWindow) -> list[str]:
    days = range(window.start.toordinal(), window.end.toordinal() + 1)
    return [window.start.fromordinal(day).isoformat() for day in days]


def _top(counts: Counter[str]) -> dict[str, int]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:_TOP_HASHTAGS])


def _mean(total: int, number: int) -> float:
    return round(total / number, 4) if number else 0.0
