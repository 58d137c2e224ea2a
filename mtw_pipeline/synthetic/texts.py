"""What the invented tweets say and show.

What belongs here: putting texts together, and stating what each one holds while it is put together. What does not: the
words themselves (phrases.py) and how a tweet is written into a file (rtweet_rows.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from mtw_pipeline.synthetic.accounts import MAIN_COMMUNITIES, Account, Cast
from mtw_pipeline.synthetic.attachments import FORMAT_SHARES, Attachments, Link, Medium, draw_attachments, short_link
from mtw_pipeline.synthetic.conversation import Post
from mtw_pipeline.synthetic.phrases import (
    AREAS,
    CALLS,
    COMMON_HASHTAGS,
    EMOJI_WEIGHTS,
    MIDDLES,
    NAMING,
    NEGATIVE,
    NEGATIVE_WEIGHTS,
    OPENERS,
    POSITIVE,
    POSITIVE_WEIGHTS,
    QUOTE_OPENERS,
    REPLY_OPENERS,
    SPANISH,
    SPANISH_HASHTAGS,
    Area,
)
from mtw_pipeline.synthetic.random_numbers import Quota, RandomNumbers, WeightedPool

T = TypeVar("T")

# Shares of all tweets; those of hashtags, emoji, tagging and feeling are the paper's.
_FURTHER_HASHTAGS = 0.63
_EMOJI = 0.26
_TAGGING = 0.24
_SHOWING_A_REPLY = 0.14
_FEELINGS = {"none": 0.853, "positive": 0.137, "negative": 0.01}
_ENOUGH_CHARACTERS = 140
_NAMED_WITHIN = 0.85


@dataclass(frozen=True)
class Content:
    """What one tweet says and shows, and what was planted in it.

    Args:
        text: its text, with & < > as Twitter escapes them.
        hashtags: its hashtags as written, in order, without #.
        named: the accounts named in its text, in order.
        links: its links, media and the quoted tweet apart.
        media: its images, or its video.
        content_format: one of tables.tweets.CONTENT_FORMATS.
        emoji: its emoji, one for each that a person sees.
        positive: the counted positive words in it.
        negative: the counted negative words in it.
    """

    text: str
    hashtags: tuple[str, ...]
    named: tuple[Account, ...]
    links: tuple[Link, ...]
    media: tuple[Medium, ...]
    content_format: str
    emoji: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass
class _Draft:
    """A text while it is put together."""

    sentences: list[str]
    named: list[Account] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)
    positive: list[str] = field(default_factory=list)
    negative: list[str] = field(default_factory=list)


class Writer:
    """Writes one tweet after the other, so that the shares come out over all of them, retweets counted.

    Args:
        random: where chance comes from.
        hashtag: the study's hashtag, which stands in every tweet.
        cast: whom a tweet may name.
        tweets: the tweets of the collection.
    """

    def __init__(self, random: RandomNumbers, hashtag: str, cast: Cast, tweets: int) -> None:
        self._random = random
        self._hashtag = hashtag
        self._formats = Quota(FORMAT_SHARES, tweets)
        self._further = _yes_or_no(_FURTHER_HASHTAGS, tweets)
        self._with_emoji = _yes_or_no(_EMOJI, tweets)
        # Who answers, names; outsiders never do: the rest is drawn from what these leave open.
        named = _TAGGING - _SHOWING_A_REPLY
        self._tagging = Quota({False: 1.0 - _TAGGING - cast.outsider_share, True: named}, tweets)
        self._feelings = Quota(_FEELINGS, tweets)
        self._emoji = WeightedPool(EMOJI_WEIGHTS)
        self._positive = WeightedPool(POSITIVE_WEIGHTS)
        self._negative = WeightedPool(NEGATIVE_WEIGHTS)
        self._known = WeightedPool[Account]()
        self._known_in: dict[int, WeightedPool[Account]] = {}
        for account in cast.everyone:
            if account.community is not None:
                self._known_in.setdefault(account.community, WeightedPool()).add(account, account.fame)
                if account.community < MAIN_COMMUNITIES:
                    self._known.add(account, account.fame)
        self._hashtags_of = [_hashtag_pool((*area.hashtags, *COMMON_HASHTAGS)) for area in AREAS]
        self._spanish_hashtags = _hashtag_pool(SPANISH_HASHTAGS)

    def write(self, post: Post) -> Content:
        """What a tweet says; it counts once for itself and once for each of its retweets."""
        weight = post.retweets + post.collected
        area = AREAS[(post.author.number if post.author.community is None else post.author.community) % len(AREAS)]
        tag = self._study_tag()
        draft = _Draft(self._opening(post, area, tag))
        self._add_feeling(draft, post, area, weight)
        self._add_names(draft, post, weight)
        self._fill(draft, post)
        self._add_emoji(draft, weight)
        hashtags = self._hashtags(draft, post, area, tag, weight)
        content_format = self._drawn(self._formats, weight)
        attachments = draw_attachments(self._random, content_format, post.tweet_id, post.author.handle)
        return Content(
            text=_escaped(self._joined(draft, post, hashtags, attachments)),
            hashtags=tuple(hashtags),
            named=tuple(draft.named),
            links=attachments.links,
            media=attachments.media,
            content_format=content_format,
            emoji=tuple(draft.emoji),
            positive=tuple(draft.positive),
            negative=tuple(draft.negative),
        )

    def _drawn(self, quota: Quota[T], weight: int) -> T:
        thing = quota.draw(self._random)
        quota.take(thing, weight)
        return thing

    def _study_tag(self) -> str:
        number = self._random.fraction()
        if number < 0.86:  # noqa: PLR2004 - most write it as the study does
            return self._hashtag
        return self._hashtag.lower() if number < 0.97 else self._hashtag.upper()  # noqa: PLR2004 - few shout

    def _opening(self, post: Post, area: Area, tag: str) -> list[str]:
        if post.author.language == "es":
            template = self._random.pick(SPANISH)
        elif post.answered is not None:
            template = self._random.pick(REPLY_OPENERS)
        elif post.quoted is not None:
            template = self._random.pick(QUOTE_OPENERS)
        else:
            template = self._random.pick(OPENERS)
        return [self._filled(template, area, tag)]

    def _filled(self, template: str, area: Area, tag: str = "") -> str:
        if "{subject}" in template:
            template = template.replace("{subject}", self._random.pick(area.subjects))
        return template.replace("{tag}", f"#{tag}")

    def _add_feeling(self, draft: _Draft, post: Post, area: Area, weight: int) -> None:
        """A sentence with a counted word, at times two."""
        feeling = self._feelings.draw(self._random) if post.author.language == "en" else "none"
        self._feelings.take(feeling, weight)
        if feeling == "none":
            return
        for _ in range(2 if self._random.chance(0.08) else 1):
            if feeling == "positive":
                word = self._positive.draw(self._random)
                draft.positive.append(word)
                draft.sentences.append(self._filled(self._random.pick(POSITIVE[word]), area))
            else:
                word = self._negative.draw(self._random)
                draft.negative.append(word)
                draft.sentences.append(self._filled(self._random.pick(NEGATIVE[word]), area))

    def _add_names(self, draft: _Draft, post: Post, weight: int) -> None:
        """Name the account that is answered, and others; an outsider names nobody."""
        answered = post.answered.author if post.answered is not None else None
        if answered is not None and answered is not post.author:
            draft.named.append(answered)
            more = self._random.chance(0.12)
        else:
            more = post.author.community is not None and self._drawn(self._tagging, weight)
        if more:
            number = 1 if self._random.chance(0.75) else 2 + self._random.below(2)
            others = self._others(post, number, answered)
            if others:
                who = " and ".join(f"@{other.handle}" for other in others)
                draft.sentences.append(self._random.pick(NAMING).replace("{who}", who))
                draft.named += others

    def _others(self, post: Post, number: int, answered: Account | None) -> list[Account]:
        community = post.author.community
        others: list[Account] = []
        if community is None:
            return others
        for _ in range(number):
            pool = self._known_in[community] if self._random.chance(_NAMED_WITHIN) or not self._known else self._known
            other = pool.draw(self._random)
            # Some name themselves, as people do when they ask to be followed; the rest of those draws is dropped.
            if other not in others and other is not answered and (other is not post.author or self._random.chance(0.2)):
                others.append(other)
        return others

    def _fill(self, draft: _Draft, post: Post) -> None:
        if post.author.language == "es":
            draft.sentences.append(self._random.pick(SPANISH[1:]))
            return
        for sentences, share in ((MIDDLES, 0.7), (CALLS, 0.45)):
            if self._random.chance(share) and len(" ".join(draft.sentences)) < _ENOUGH_CHARACTERS:
                draft.sentences.append(self._random.pick(sentences))

    def _add_emoji(self, draft: _Draft, weight: int) -> None:
        if self._drawn(self._with_emoji, weight):
            number = 1 if self._random.chance(0.65) else 2 + self._random.below(2)
            draft.emoji = [self._emoji.draw(self._random) for _ in range(number)]
            between = "" if self._random.chance(0.6) else " "
            draft.sentences[-1] += " " + between.join(draft.emoji)

    def _hashtags(self, draft: _Draft, post: Post, area: Area, tag: str, weight: int) -> list[str]:
        """The hashtags in the order of the text: the study's may stand in the first sentence, the others follow."""
        further = self._drawn(self._further, weight)
        tags = [tag]
        pool = self._spanish_hashtags if post.author.language == "es" else self._hashtags_of[AREAS.index(area)]
        for _ in range(1 + self._random.below(3) if further else 0):
            other = pool.draw(self._random)
            if other.lower() not in [written.lower() for written in tags]:
                tags.append(other)
        if not _opens_with_hashtag(draft) and self._random.chance(0.5):
            tags.reverse()
        if self._random.chance(0.01):
            tags.append(tag.lower())
        return tags

    def _joined(self, draft: _Draft, post: Post, hashtags: Sequence[str], attachments: Attachments) -> str:
        """The text: the answered account, sentences, hashtags, and the short links that Twitter puts at the end."""
        between = "\n\n" if self._random.chance(0.06) else " "
        parts = [between.join(draft.sentences)]
        if post.answered is not None and post.answered.author is not post.author:
            parts.insert(0, f"@{post.answered.author.handle}")
        parts += [f"#{tag}" for tag in hashtags[1 if _opens_with_hashtag(draft) else 0 :]]
        parts += [link.short for link in attachments.links]
        if post.quoted is not None:
            parts.append(short_link(post.quoted.tweet_id))
        parts += [medium.short for medium in attachments.media[:1]]
        return " ".join(parts)


def _yes_or_no(share: float, tweets: int) -> Quota[bool]:
    return Quota({False: 1.0 - share, True: share}, tweets)


def _hashtag_pool(hashtags: Sequence[str]) -> WeightedPool[str]:
    """The first hashtags are used most."""
    return WeightedPool({tag: 1.0 / (place + 2) for place, tag in enumerate(hashtags)})


def _opens_with_hashtag(draft: _Draft) -> bool:
    """Whether the study's hashtag stands in the first sentence; no sentence holds another one."""
    return "#" in draft.sentences[0]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
