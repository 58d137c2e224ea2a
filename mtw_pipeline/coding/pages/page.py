"""Pages on which people code, and decide what coders disagree on: one HTML file each, with all that it needs in it.

What belongs here: what a page holds, and taking tweets out of one. What does not: which tweets stand on whose page
(sheets/of_window.py), what a coder can do there (templates/*.js), what comes back (saved.py). A page is blind as sheets
are. Why it is as it is: docs/decisions/0045.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from mtw_pipeline.coding.codebook import PROPOSED, SEVERAL, CodedVariable
from mtw_pipeline.coding.coder_names import CoderNames
from mtw_pipeline.coding.journal import UNSURE, Entry, current
from mtw_pipeline.coding.pages.saved import FORMAT, VERSION
from mtw_pipeline.coding.present_codes import disagreements, memos_by_variable, notes_by_tweet, unsure_coders
from mtw_pipeline.coding.shown_tweets import SheetTweet
from mtw_pipeline.coding.tweet_keys import tweet_key
from mtw_pipeline.platforms import post_page
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.webpages import page_environment, policy_hash, visible

TEMPLATES = Path(__file__).with_name("templates")
KEYS = "1234567890qwertyiopadghjkzcvbm"
"""Keys of categories, in their order; the other letters move about (templates/moves.js)."""

_SCRIPTS = ("state.js", "view.js", "moves.js")
_CONTENT = re.compile(r'(?<=<script type="application/json" id="content">).*?(?=</script>)', re.DOTALL)
_FOR_ITS_OWNER = 0o600


@dataclass(frozen=True)
class PageMaker:
    """What the pages of one window have in common.

    Args:
        study: the study.
        window: the window.
        frame_md5: the proof of the frame that the sample was drawn from: by it a page knows what is its own.
        variables: the codebook.
        entries: what is imported until now.
        links: by tweet, the addresses in it, those to media and to tweets apart.
    """

    study: Study
    window: CollectionWindow
    frame_md5: str
    variables: Sequence[CodedVariable]
    entries: Sequence[Entry]
    links: Mapping[str, Sequence[str]]

    def coding_page(self, coder: str, tweets: Sequence[SheetTweet]) -> str:
        """The page of a coder, with what is imported of theirs; the same arguments give the same text."""
        own: dict[tuple[str, ...], Entry] = {
            (entry.tweet_id, entry.variable, entry.kind): entry
            for entry in current(self.entries).values()
            if entry.coder == coder
        }
        memos = {
            one.variable: {"text": one.code, "at": _time(one)}
            for one in current(self.entries).values()
            if (one.kind, one.coder) == ("memo", coder)
        }
        return self._page("codes", coder, [{**self._shown(one), **self._own(one, own)} for one in tweets], memos)

    def curation_page(self, tweets: Sequence[SheetTweet]) -> str:
        """The page of disagreements, with the coders' notes; nothing on it is decided yet."""
        open_ones = disagreements(self.variables, self.entries)
        notes, unsure = notes_by_tweet(self.entries), unsure_coders(self.entries)
        return self._page(
            "decisions",
            "",
            [
                {
                    **self._shown(one),
                    **_nothing(),
                    "given": open_ones[one.tweet_id],
                    "notes": {who: _lines(note) for who, note in notes.get(one.tweet_id, {}).items()},
                    "unsure_coders": list(unsure.get(one.tweet_id, ())),
                }
                for one in tweets
            ],
            {},
        )

    def _shown(self, tweet: SheetTweet) -> dict[str, object]:
        return {
            "tweet": tweet_key(tweet.window, tweet.tweet_id),
            "number": tweet.number,
            "text": _lines(tweet.text),
            "shows": tweet.shows,
            "link": post_page(tweet.tweet_id),
            "links": [visible(link) for link in self.links.get(tweet.tweet_id, ())],
            "not_asked": sorted(tweet.not_asked),
        }

    def _own(self, tweet: SheetTweet, own: Mapping[tuple[str, ...], Entry]) -> dict[str, object]:
        by_name = {one.name: one for one in self.variables}
        codes = {
            name: {
                "codes": by_name[name].parts(entry.code) if name in by_name else [entry.code],
                "at": _time(entry),
                "codebook": entry.codebook_md5,
            }
            for name in tweet.codes
            if (entry := own.get((tweet.tweet_id, name, "code")))
        }
        record: dict[str, object] = {**_nothing(), "codes": codes}
        if (note := own.get((tweet.tweet_id, "", "note"))) is not None:
            record["note"] = {"text": note.code, "at": _time(note)}
        if (mark := own.get((tweet.tweet_id, "", "unsure"))) is not None:
            record["unsure"] = {"is": mark.code == UNSURE, "at": _time(mark)}
        return record

    def _page(self, kind: str, coder: str, tweets: Sequence[Mapping[str, object]], memos: Mapping[str, object]) -> str:
        script = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in _SCRIPTS)
        style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
        settings = self.study.settings
        return (
            page_templates()
            .get_template("page.html.j2")
            .render(
                title=settings.title,
                synthetic=settings.synthetic,
                window=self.window,
                coder=coder,
                is_curation=kind == "decisions",
                variables=self.variables,
                keys=KEYS,
                memos=memos_by_variable(self.entries) if kind == "decisions" else {},
                content={**self._content(kind, coder), "memos": memos, "tweets": tweets},
                script=Markup(script),  # noqa: S704 - a file of this package
                script_hash=policy_hash(script),
                style=Markup(style),  # noqa: S704 - a file of this package
                style_hash=policy_hash(style),
            )
        )

    def _content(self, kind: str, coder: str) -> dict[str, object]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "kind": kind,
            "study": {"title": self.study.settings.title, "frame_md5": self.frame_md5},
            "window": self.window.key,
            "coder": coder,
            "former_names": CoderNames.of(self.study.settings).former(coder),
            "codebook": {one.name: one.md5 for one in self.variables},
            "variables": [
                {
                    "name": one.name,
                    "label": visible(one.label),
                    "asked_of": [one.asked_of[0], list(one.asked_of[1])] if one.asked_of else None,
                    "is_exclusive": one.is_exclusive,
                    "none": one.none,
                    "categories": [category.name for category in one.categories],
                    "formerly": {old: category.name for category in one.categories for old in category.formerly},
                }
                for one in self.variables
            ],
            "between": SEVERAL,
            "proposed": PROPOSED,
            "file_name": f"{file_stem(coder) if coder else 'decisions'} {self.window.key}.json",
        }


def file_stem(coder: str) -> str:
    """The name of the files of a coder, without their ending."""
    return "coder-" + "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in coder)


def write_page(path: Path, page: str) -> None:
    """Write a page, whole or not at all, for its owner's eyes: it holds what people wrote."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as unfinished:
        unfinished.touch(_FOR_ITS_OWNER)
        unfinished.write_text(page, encoding="utf-8", newline="\n")


def is_outdated_page(path: Path, variables: Sequence[CodedVariable]) -> bool:
    """Whether a page of ours has other variables than these, or other definitions; of a damaged one it is not known."""
    found = _CONTENT.search(path.read_text(encoding="utf-8", errors="replace"))
    try:
        content = json.loads(found[0]) if found else None
    except ValueError:
        content = None
    return content is not None and bool(content.get("codebook", {}) != {one.name: one.md5 for one in variables})


def without_tweets(page: str, is_gone: Callable[[object], bool], without_ids: Callable[[str], str]) -> str | None:
    """A page without some tweets; None where it is no page of ours.

    Args:
        page: the page.
        is_gone: whether a tweet of the page's content goes.
        without_ids: takes ids that go out of a text: other tweets link to them.
    """
    found = _CONTENT.search(page)
    if found is None:
        return None
    content = json.loads(found[0])
    content["tweets"] = [one for one in content["tweets"] if not is_gone(one)]
    cleaned = without_ids(str(htmlsafe_json_dumps(content, ensure_ascii=True, separators=(",", ":"))))
    return page[: found.start()] + cleaned + page[found.end() :]


@cache
def page_templates() -> Environment:
    """The templates of pages to code on, to decide on, and of the codebook."""
    environment = page_environment(TEMPLATES)
    environment.filters["lines"] = _lines
    return environment


def _nothing() -> dict[str, object]:
    return {"codes": {}, "note": {"text": "", "at": ""}, "unsure": {"is": False, "at": ""}}


def _time(entry: Entry) -> str:
    """When an entry was given, as browsers write it: to the millisecond, with a Z."""
    return entry.known_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _lines(text: str) -> str:
    """A text with its lines, in which every other character that cannot be seen is written out."""
    return "\n".join(map(visible, text.splitlines()))
