"""Invented tweets as rows of rtweet 0.7's ``write_as_csv``.

What belongs here: the columns, and how a tweet fills them. What does not: which rows stand in which file, and the bad
rows (collection.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.synthetic.accounts import Account
from mtw_pipeline.synthetic.attachments import Link, Medium, short_link
from mtw_pipeline.synthetic.conversation import Post
from mtw_pipeline.synthetic.engagement import Engagement
from mtw_pipeline.synthetic.texts import Content
from mtw_pipeline.synthetic.timeline import iso_time

SOURCE = "synthetic"

_ABOUT_ANOTHER = (
    "status_id",
    "text",
    "created_at",
    "source",
    "favorite_count",
    "retweet_count",
    "user_id",
    "screen_name",
    "name",
    "followers_count",
    "friends_count",
    "statuses_count",
    "location",
    "description",
    "verified",
)
COLUMNS = (
    *("user_id", "status_id", "created_at", "screen_name", "text", "source", "display_text_width"),
    *("reply_to_status_id", "reply_to_user_id", "reply_to_screen_name", "is_quote", "is_retweet"),
    *("favorite_count", "retweet_count", "quote_count", "reply_count", "hashtags", "symbols"),
    *("urls_url", "urls_t.co", "urls_expanded_url", "media_url", "media_t.co", "media_expanded_url", "media_type"),
    *("ext_media_url", "ext_media_t.co", "ext_media_expanded_url", "ext_media_type"),
    *("mentions_user_id", "mentions_screen_name", "lang"),
    *(f"quoted_{name}" for name in _ABOUT_ANOTHER),
    *(f"retweet_{name}" for name in _ABOUT_ANOTHER),
    *("place_url", "place_name", "place_full_name", "place_type", "country", "country_code"),
    *("geo_coords", "coords_coords", "bbox_coords", "status_url", "name", "location", "description", "url"),
    *("protected", "followers_count", "friends_count", "listed_count", "statuses_count", "favourites_count"),
    *("account_created_at", "verified", "profile_url", "profile_expanded_url", "account_lang"),
    *("profile_banner_url", "profile_background_url", "profile_image_url"),
)

_NO_POINT = "NA NA"
_NO_BOX = " ".join(["NA"] * 8)


@dataclass(frozen=True)
class Style:
    """What ``write_as_csv`` was told.

    Args:
        id_prefix: what stands before every id (``prepend_ids``).
        missing: what stands for a missing value (``na``).
    """

    id_prefix: str
    missing: str


class RowWriter:
    """Rows of one file.

    Args:
        style: how the file writes ids and missing values.
        contents: what each tweet that is no retweet says, by tweet id.
        engagements: its counts, by tweet id.
        young_from: tweets from this id on were still young when the file was collected, and had lower counts.
    """

    def __init__(
        self,
        style: Style,
        contents: Mapping[int, Content],
        engagements: Mapping[int, Engagement],
        young_from: int | None = None,
    ) -> None:
        self._style = style
        self._contents = contents
        self._engagements = engagements
        self._young_from = young_from
        self._nothing = [style.missing] * len(_ABOUT_ANOTHER)
        self._no_media = [style.missing] * 4
        self._profiles: dict[Account, list[str]] = {}
        self._about: dict[int, list[str]] = {}

    def row(self, post: Post) -> list[str]:
        """The cells of a tweet, in the order of COLUMNS."""
        shown = post.shown
        return [
            *self._own_cells(post),
            *self._shown_cells(shown, self._contents[shown.tweet_id]),
            *self._named_cells(post),
            *self._about_another(shown.quoted),
            *self._about_another(post.original),
            *([self._style.missing] * 6),
            *(_NO_POINT, _NO_POINT, _NO_BOX),
            f"https://twitter.com/{post.author.handle}/status/{post.tweet_id}",
            *self._profile(post.author),
        ]

    def _id(self, number: int) -> str:
        return f"{self._style.id_prefix}{number}"

    def _joined(self, cells: Iterable[str]) -> str:
        return " ".join(cells) or self._style.missing

    def _counts(self, shown: Post) -> Engagement:
        counts = self._engagements[shown.tweet_id]
        young = self._young_from is not None and shown.tweet_id >= self._young_from
        return counts.when_younger() if young else counts

    def _own_cells(self, post: Post) -> list[str]:
        """Who, when, what; a retweet has no likes of its own, but its original's retweets."""
        counts = self._counts(post.shown)
        text = self._contents[post.shown.tweet_id].text
        answered = post.answered
        own = post.original is None
        return [
            self._id(post.author.user_id),
            self._id(post.tweet_id),
            iso_time(post.posted_ms),
            post.author.handle,
            text,
            SOURCE,
            str(len(text)),
            self._id(answered.tweet_id) if answered else self._style.missing,
            self._id(answered.author.user_id) if answered else self._style.missing,
            answered.author.handle if answered else self._style.missing,
            _truth(post.shown.quoted is not None),
            _truth(not own),
            str(counts.likes if own else 0),
            str(counts.shares),
            str(counts.quotes if own else 0),
            str(counts.comments if own else 0),
        ]

    def _shown_cells(self, shown: Post, content: Content) -> list[str]:
        """Hashtags, links and media; the quoted tweet is one of the links."""
        links = list(content.links)
        if shown.quoted is not None:
            page = f"https://twitter.com/{shown.quoted.author.handle}/status/{shown.quoted.tweet_id}"
            links.append(Link(short_link(shown.quoted.tweet_id), page))
        return [
            self._joined(content.hashtags),
            self._style.missing,
            self._joined([link.expanded.removeprefix("https://").partition("?")[0] for link in links]),
            self._joined([link.short for link in links]),
            self._joined([link.expanded for link in links]),
            *self._media_cells(content.media[:1]),
            *self._media_cells(content.media),
        ]

    def _media_cells(self, media: Sequence[Medium]) -> list[str]:
        """Files, short links, pages and types; rtweet calls every medium a photo, its page tells a video."""
        if not media:
            return self._no_media
        return [
            self._joined([medium.file for medium in media]),
            self._joined([medium.short for medium in media]),
            self._joined([medium.expanded for medium in media]),
            self._joined(["photo"] * len(media)),
        ]

    def _named_cells(self, post: Post) -> list[str]:
        """Whom the tweet names; in a retweet its original's author comes first."""
        named = self._contents[post.shown.tweet_id].named
        if post.original is not None:
            named = (post.original.author, *named)
        return [
            self._joined([self._id(account.user_id) for account in named]),
            self._joined([account.handle for account in named]),
            post.shown.author.language,
        ]

    def _about_another(self, other: Post | None) -> list[str]:
        """The cells about a quoted tweet or about a retweet's original."""
        if other is None:
            return self._nothing
        if other.tweet_id not in self._about:
            counts = self._counts(other)
            author = other.author
            self._about[other.tweet_id] = [
                self._id(other.tweet_id),
                self._contents[other.tweet_id].text,
                iso_time(other.posted_ms),
                SOURCE,
                str(counts.likes),
                str(counts.shares),
                self._id(author.user_id),
                author.handle,
                author.name,
                str(author.followers),
                str(author.following),
                str(author.statuses),
                author.location or self._style.missing,
                author.description,
                _truth(author.verified),
            ]
        return self._about[other.tweet_id]

    def _profile(self, account: Account) -> list[str]:
        if account not in self._profiles:
            missing = self._style.missing
            self._profiles[account] = [
                account.name,
                account.location or missing,
                account.description,
                missing,
                _truth(value=False),
                str(account.followers),
                str(account.following),
                str(account.followers // 60),
                str(account.statuses),
                str(account.statuses * 2 // 3),
                account.created_at,
                _truth(account.verified),
                missing,
                missing,
                missing,
                missing,
                missing,
                f"https://example.com/profiles/synthetic-{account.number}.jpg",
            ]
        return self._profiles[account]


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"
