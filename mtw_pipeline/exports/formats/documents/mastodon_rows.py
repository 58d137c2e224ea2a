"""One status of Mastodon, or of software that speaks its API, as a row in the fields of export_rows.py.

What belongs here: where each fact stands in a status. What does not: which documents hold statuses (mastodon_api.py),
its text out of HTML (html_texts.py), and what values may be (validated_rows.sql).

A status is known by its ``uri``, which is the same on every server; its ``id`` is the server's own. An account is
``user@server``: the server that was asked leaves its own name away, and the account's page says it.
"""

import unicodedata
from functools import lru_cache

from mtw_pipeline.exports.formats.cells import without_unseen
from mtw_pipeline.exports.formats.documents.html_texts import ShownText, shown_text
from mtw_pipeline.exports.formats.documents.json_values import Json, cell_of, object_of, objects_in, text_of, truth
from mtw_pipeline.exports.formats.model import ExportRow
from mtw_pipeline.platforms import host_of
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

_MEDIA = {"image": "photo", "gifv": "animated_gif", "video": "video", "audio": "audio"}
_BY_ENDING = {
    "mp4": "video", "webm": "video", "mov": "video", "m4v": "video", "gif": "animated_gif", "mp3": "audio",
    "ogg": "audio", "oga": "audio", "wav": "audio", "flac": "audio", "opus": "audio", "m4a": "audio",
}  # fmt: skip
_CARDS = {"video": "video", "photo": "photo"}
_FROM_THE_ORIGINAL = ("hashtags", "mention_handles", "mention_ids", "urls", "media_types")


def row_of(status: Json, collected_at: str | None = None, server: str | None = None) -> ExportRow:
    """The row of one status; of a boost, with what it passes on.

    Args:
        status: the status.
        collected_at: when its document was collected.
        server: that was asked, where the document says so; else its own people tell it, whose names stand bare.
    """
    row = _row_of_post(status, collected_at)
    row["asked_server"] = server or _own_server(first_object(status, "account"))
    original = first_object(status, "reblog")
    if original:
        row.update(_boost_fields(_row_of_post(original, collected_at)))
    return row


def address_of(status: Json) -> str | None:
    """What every server knows a status by."""
    return text_of(status.get("uri")) or text_of(status.get("url"))


def full_handle(account: Json) -> str | None:
    """``user@server``; None where the account does not say its server."""
    name = without_unseen(text_of(account.get("acct")) or text_of(account.get("username")) or "").strip().lstrip("@")
    user, _, server = name.partition("@")
    server = server or _server_of(account.get("url")) or _server_of(account.get("uri")) or ""
    return f"{user}@{_in_ascii(server)}" if user and server else None


def _own_server(account: Json) -> str | None:
    """The server of an account that the server which was asked has for one of its own; None of all others."""
    name = text_of(account.get("acct"))
    return _server_of(account.get("url")) if name and "@" not in name else None


def _in_ascii(server: str) -> str:
    """A server's name as the network writes it: servers show those with other letters in two ways."""
    if server.isascii():
        return server
    try:
        return server.encode("idna").decode()
    except UnicodeError:  # no name of a server
        return server


def first_object(holder: Json, key: str) -> Json:
    """The object under a key, or the first of a list of one, as R writes it."""
    value = holder.get(key)
    return next(objects_in(value if isinstance(value, list) else [value]), {})


def _row_of_post(status: Json, collected_at: str | None) -> ExportRow:
    account = first_object(status, "account")
    mentions = list(objects_in(status.get("mentions")))
    shown = _shown(status, mentions)
    quoted, quotes = _quoted(status, shown)
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    row.update(
        platform="mastodon",
        tweet_id=address_of(status),
        status_id=cell_of(status.get("id")),
        created_at=cell_of(status.get("created_at")),
        edited_at=cell_of(status.get("edited_at")),
        collected_at=collected_at,
        text=shown.text if "content" in status else None,
        language=text_of(status.get("language")),
        source=text_of(first_object(status, "application").get("name")),
        is_retweet="false",
        is_quote=quotes,
        quoted_tweet_id=address_of(quoted) or shown.quoted,
        quoted_user_id=_user_id(first_object(quoted, "account")),
        quoted_handle=full_handle(first_object(quoted, "account")),
        like_count=cell_of(status.get("favourites_count")),
        retweet_count=cell_of(status.get("reblogs_count")),
        reply_count=cell_of(status.get("replies_count")),
        quote_count=cell_of(status.get("quotes_count")),
        metrics_of="own",
        hashtags=_hashtags(status, shown),
        urls=_links(status, shown, quoted),
        media_types=_media(status),
    )
    row.update(_author_fields(account))
    row.update(_reply_fields(status, account, mentions))
    row.update(_mentions(status, mentions))
    return row


def _boost_fields(original: ExportRow) -> ExportRow:
    fields: ExportRow = {
        "text": original["text"],
        "language": original["language"],
        "is_retweet": "true",
        "is_reply": "false",
        "is_quote": "false",
        "retweeted_tweet_id": original["tweet_id"],
        "retweeted_user_id": original["author_id"],
        "retweeted_handle": original["author_handle"],
        "retweeted_text": original["text"],
        "retweeted_like_count": original["like_count"],
        "retweeted_retweet_count": original["retweet_count"],
        "metrics_of": "original",
    }
    nothing = (
        "like_count",
        "retweet_count",
        "reply_count",
        "quote_count",
        "edited_at",
        "quoted_tweet_id",
        "in_reply_to_status_id",
    )
    return {**fields, **dict.fromkeys(nothing), **{name: original[name] for name in _FROM_THE_ORIGINAL}}


def _author_fields(account: Json) -> ExportRow:
    return {
        "author_id": _user_id(account),
        "author_handle": full_handle(account),
        "author_name": text_of(account.get("display_name")),
        "author_description": _plain(account.get("note")),
        "author_followers": cell_of(account.get("followers_count")),
        "author_following": cell_of(account.get("following_count")),
        "author_tweets": cell_of(account.get("statuses_count")),
        "author_created_at": cell_of(account.get("created_at")),
    }


def _user_id(account: Json) -> str | None:
    handle = full_handle(account)
    return handle.lower() if handle else None


def _plain(html: object) -> str | None:
    text = text_of(html)
    return None if text is None else _plain_profile(text)


@lru_cache(maxsize=10_000)
def _plain_profile(html: str) -> str:
    """The text of a profile, which stands beside every status of its account."""
    return shown_text(html).text


def _shown(status: Json, mentions: list[Json]) -> ShownText:
    """The text that people see, after the warning that its author put above it."""
    handles = {text_of(one.get("url")) or "": full_handle(one) or "" for one in mentions}
    shown = shown_text(
        text_of(status.get("content")) or "", {url: name for url, name in handles.items() if url and name}
    )
    warning = (text_of(status.get("spoiler_text")) or "").strip()
    if warning:
        shown.text = f"{warning}\n\n{shown.text}".strip()
    return shown


def _reply_fields(status: Json, account: Json, mentions: list[Json]) -> ExportRow:
    """Whom a status answers, as far as it says; the answered one by the server's own id."""
    answered, whom = text_of(status.get("in_reply_to_id")), text_of(status.get("in_reply_to_account_id"))
    if not {"in_reply_to_id", "in_reply_to_account_id"} & status.keys():
        return {"is_reply": None}
    by_id = {text_of(one.get("id")): one for one in [*mentions, account]}
    handle = full_handle(by_id.get(whom, {})) if whom else None
    own = object_of(status, "pleroma")
    handle = handle or full_handle({**account, "acct": own.get("in_reply_to_account_acct"), "username": None})
    return {
        "is_reply": truth(answered is not None or whom is not None),
        "in_reply_to_status_id": answered,
        "in_reply_to_user_id": handle.lower() if handle else None,
        "in_reply_to_handle": handle,
    }


def _mentions(status: Json, mentions: list[Json]) -> ExportRow:
    if "mentions" not in status:
        return {}
    handles = [handle for handle in map(full_handle, mentions) if handle]
    return {"mention_handles": handles, "mention_ids": [handle.lower() for handle in handles]}


def _quoted(status: Json, shown: ShownText) -> tuple[Json, str | None]:
    """The quoted status as far as it is there, and whether there is one.

    Mastodon puts it behind ``quote.quoted_status``; Pleroma, Akkoma and others give it itself.
    """
    own = object_of(status, "pleroma")
    quote = first_object(status, "quote") or first_object(own, "quote")
    quoted = first_object(quote, "quoted_status") or (quote if "uri" in quote else {})
    says_so = bool(quote) or shown.quoted is not None
    named = text_of(status.get("quote_id")) or text_of(own.get("quote_id")) or text_of(own.get("quote_url"))
    if says_so or named:
        return quoted, "true"
    return {}, "false" if "quote" in status or "quote_id" in status else None


def _hashtags(status: Json, shown: ShownText) -> list[str] | None:
    """As they are written in the text, else as the server gives them, in lower case; None where none is marked.

    Servers leave accents away, and capitals.
    """
    named = [text_of(tag.get("name")) or "" for tag in objects_in(status.get("tags"))]
    written = {_folded(tag): tag for tag in reversed(shown.hashtags)}
    return [written.get(_folded(tag), tag) for tag in named if tag] or shown.hashtags or None


def _folded(tag: str) -> str:
    parted = unicodedata.normalize("NFKD", without_unseen(tag))
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).casefold()


def _links(status: Json, shown: ShownText, quoted: Json) -> list[str]:
    of_quoted = {text_of(quoted.get("url")), text_of(quoted.get("uri"))}
    links = [link for link in dict.fromkeys(shown.links) if link not in of_quoted]
    card = text_of(first_object(status, "card").get("url"))
    if links or card is None or card in of_quoted | shown.marks or shown.quoted:
        return links
    return [card]


def _media(status: Json) -> list[str] | None:
    if "media_attachments" not in status:
        return None
    media = [_medium(medium) for medium in objects_in(status.get("media_attachments"))]
    card = _CARDS.get(text_of(first_object(status, "card").get("type")) or "")
    return [*media, card] if card else media


def _medium(medium: Json) -> str:
    """The kind of a medium; of one that the server did not fetch by how its address ends, else a photo."""
    kind = _MEDIA.get(text_of(medium.get("type")) or "")
    address = text_of(medium.get("remote_url")) or text_of(medium.get("url")) or ""
    return kind or _BY_ENDING.get(address.partition("?")[0].rpartition(".")[2].lower(), "photo")


def _server_of(address: object) -> str | None:
    return host_of(text_of(address) or "") or None
