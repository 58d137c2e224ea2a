"""What the invented tweets have beside their text: links, images, videos, audio.

What belongs here: which of them make up a content format, and their addresses. What does not: texts (texts.py).
"""

from dataclasses import dataclass

from mtw_pipeline.synthetic.random_numbers import RandomNumbers

FORMAT_SHARES = {"text only": 0.58, "image/graphic": 0.18, "link to article": 0.16, "multimedia": 0.08}

_VIDEO_SHARE, _AUDIO_SHARE = 0.5, 0.2
_SITES = ("https://example.com", "https://example.org", "https://www.example.com")
_PAGES = ("blog", "guides", "news", "jobs", "podcast-notes")


@dataclass(frozen=True)
class Link:
    """A link: as it stands in the text, and where it leads."""

    short: str
    expanded: str


@dataclass(frozen=True)
class Medium:
    """An image or a video: as it stands in the text, where its page is, where its file is."""

    short: str
    expanded: str
    file: str


@dataclass(frozen=True)
class Attachments:
    """What one tweet has; ``media`` are its images, or its one video."""

    links: tuple[Link, ...] = ()
    media: tuple[Medium, ...] = ()


def draw_attachments(random: RandomNumbers, content_format: str, tweet_id: int, handle: str) -> Attachments:
    """What a tweet of that content format has."""
    if content_format == "image/graphic":
        return Attachments(media=_images(random, tweet_id, handle))
    if content_format == "link to article":
        number = 2 if random.chance(0.06) else 1
        return Attachments(links=tuple(_article(random, tweet_id, place) for place in range(number)))
    if content_format == "multimedia":
        return _multimedia(random, tweet_id, handle)
    return Attachments()


def short_link(number: int) -> str:
    """The stand-in for a t.co link: example.org leads nowhere, a made-up t.co link might lead somewhere."""
    return f"https://example.org/t/{number:x}"


def _multimedia(random: RandomNumbers, tweet_id: int, handle: str) -> Attachments:
    drawn = random.fraction()
    if drawn < _VIDEO_SHARE:
        page = f"https://twitter.com/{handle}/status/{tweet_id}/video/1"
        file = f"https://example.com/media/synthetic-{tweet_id}-video.jpg"
        return Attachments(media=(Medium(short_link(tweet_id * 10 + 9), page, file),))
    if drawn < _VIDEO_SHARE + _AUDIO_SHARE:
        number = random.below(10_000)
        audio = Link(short_link(tweet_id * 10), f"https://open.spotify.com/episode/synthetic{number:04d}")
        return Attachments(links=(audio,))
    return Attachments(links=(_article(random, tweet_id, 0),), media=_images(random, tweet_id, handle))


def _article(random: RandomNumbers, tweet_id: int, place: int) -> Link:
    query = "?utm_source=synthetic&utm_medium=social" if random.chance(0.3) else ""
    page = f"{random.pick(_SITES)}/{random.pick(_PAGES)}/{random.below(4000)}{query}"
    return Link(short_link(tweet_id * 10 + place), page)


def _images(random: RandomNumbers, tweet_id: int, handle: str) -> tuple[Medium, ...]:
    number = 1 if random.chance(0.8) else 2 + random.below(3)
    page = f"https://twitter.com/{handle}/status/{tweet_id}/photo/1"
    short = short_link(tweet_id * 10 + 9)
    return tuple(
        Medium(short, page, f"https://example.com/media/synthetic-{tweet_id}-{place}.jpg") for place in range(number)
    )
