"""The synthetic collection: the same bytes every time, and what it says was planted is what the files hold.

The recount here shares nothing with the generator or the pipeline: it reads the files with Python's csv and gzip and
applies the definitions once more.
"""

import csv
import gzip
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import emoji
import pytest

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic import EXAMPLE_WINDOW, GroundTruth, write_synthetic_collection
from mtw_pipeline.synthetic.collection import FIRST_FILE, SECOND_FILE

TWEETS, POSTERS = 600, 200
WIDTH = 90
AUDIO = "https://open.spotify.com/"

Row = dict[str, str]


@dataclass(frozen=True)
class Read:
    """The files of a collection, read again: every row, the good ones, and one row for each tweet."""

    truth: GroundTruth
    folder: Path
    rows: dict[str, list[list[str]]]
    good: list[Row]
    tweets: dict[str, Row]
    rejected: Counter[str]


def read(folder: Path, truth: GroundTruth) -> Read:
    texts = {
        FIRST_FILE: (folder / FIRST_FILE).read_bytes().decode(),
        SECOND_FILE: gzip.decompress((folder / SECOND_FILE).read_bytes()).decode(),
    }
    rows: dict[str, list[list[str]]] = {}
    good: list[Row] = []
    rejected: Counter[str] = Counter()
    for name, text in texts.items():
        header, *rows[name] = csv.reader(io.StringIO(text, newline=""))
        assert len(header) == WIDTH
        for cells in rows[name]:
            reason = why_bad(cells, header)
            if reason:
                rejected[reason] += 1
            else:
                good.append({key: plain(key, cell) for key, cell in zip(header, cells, strict=True)})
    tweets = {row["status_id"]: row for row in good}
    return Read(truth, folder, rows, good, tweets, rejected)


def why_bad(cells: list[str], header: list[str]) -> str:
    if len(cells) != WIDTH:
        return "wrong number of cells"
    time = cells[header.index("created_at")]
    if "E+" in cells[header.index("status_id")]:
        return "tweet id rounded by a spreadsheet"
    if time in {"", "NA"}:
        return "no time of posting"
    inside = EXAMPLE_WINDOW.start <= date.fromisoformat(time[:10]) <= EXAMPLE_WINDOW.end
    return "" if inside else "posted outside the collection window"


def plain(column: str, cell: str) -> str:
    """A cell without rtweet's dress: NA is empty, ids have no x."""
    if cell == "NA":
        return ""
    return re.sub(r"(?<!\S)x(?=\d)", "", cell) if column.endswith("_id") else cell


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("small")
    return read(folder, write_synthetic_collection(folder, tweets=TWEETS, posters=POSTERS))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("full")
    return read(folder, write_synthetic_collection(folder))


def kind_of(row: Row) -> str:
    if row["is_retweet"] == "TRUE":
        return "retweet"
    if row["reply_to_status_id"]:
        return "reply"
    return "quote tweet" if row["is_quote"] == "TRUE" else "tweet"


def links_of(row: Row) -> list[str]:
    return [url for url in row["urls_expanded_url"].split() if "twitter.com" not in url]


def format_of(row: Row) -> str:
    media = row["ext_media_expanded_url"].split()
    moving = [page for page in media if "/video/" in page] or [url for url in links_of(row) if url.startswith(AUDIO)]
    if moving or (media and links_of(row)):
        return "multimedia"
    if media:
        return "image/graphic"
    return "link to article" if links_of(row) else "text only"


def named_in(row: Row) -> Iterator[tuple[str, str]]:
    """Every account named, with its kind."""
    for place, handle in enumerate(row["mentions_screen_name"].split()):
        if row["is_retweet"] == "TRUE":
            yield ("retweeted" if place == 0 else "within_retweet"), handle
        else:
            yield ("replied_to" if handle == row["reply_to_screen_name"] else "mention"), handle


def ties_of(row: Row) -> Iterator[tuple[str, str, str]]:
    source = row["screen_name"]
    for kind, handle in named_in(row):
        if kind == "mention":
            yield "mention", source, handle
    if row["is_retweet"] == "TRUE":
        yield "retweet", source, row["retweet_screen_name"]
        return
    if row["reply_to_screen_name"]:
        yield "reply", source, row["reply_to_screen_name"]
    if row["is_quote"] == "TRUE":
        yield "quote", source, row["quoted_screen_name"]


def without_zeros(counts: object) -> dict[str, int]:
    assert isinstance(counts, dict)
    return {name: count for name, count in counts.items() if count}


def words_of(row: Row) -> list[str]:
    return re.findall(r"[#@]?[\w'’]+", html.unescape(row["text"]).lower())


def test_same_arguments_give_the_same_bytes(small: Read, tmp_path: Path) -> None:
    again = write_synthetic_collection(tmp_path / "made" / "here", tweets=TWEETS, posters=POSTERS)
    for name in (FIRST_FILE, SECOND_FILE):
        assert (tmp_path / "made" / "here" / name).read_bytes() == (small.folder / name).read_bytes()
    assert again.to_json() == small.truth.to_json()


def test_another_seed_gives_another_collection(small: Read, tmp_path: Path) -> None:
    write_synthetic_collection(tmp_path, tweets=TWEETS, posters=POSTERS, seed=7)
    assert (tmp_path / FIRST_FILE).read_bytes() != (small.folder / FIRST_FILE).read_bytes()


def test_folder_holds_the_two_exports_only(small: Read) -> None:
    assert sorted(path.name for path in small.folder.iterdir()) == [FIRST_FILE, SECOND_FILE]


def test_gzip_head_says_nothing_of_the_machine(small: Read) -> None:
    assert (small.folder / SECOND_FILE).read_bytes()[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_lines_end_in_a_line_feed_and_cells_hold_some(small: Read) -> None:
    assert b"\r" not in (small.folder / FIRST_FILE).read_bytes()
    assert any("\n" in row["text"] for row in small.good)


@pytest.mark.parametrize(("tweets", "posters"), [(20, 20), (25, 1), (90, 60), (2_000, 150)])
def test_sizes_are_exact(tmp_path: Path, tweets: int, posters: int) -> None:
    found = read(tmp_path, write_synthetic_collection(tmp_path, tweets=tweets, posters=posters, seed=3))
    assert (len(found.tweets), len({row["user_id"] for row in found.good})) == (tweets, posters)
    assert (found.truth.tweets, found.truth.posters) == (tweets, posters)
    assert found.rejected == Counter(found.truth.rejected_rows)


@pytest.mark.parametrize(("tweets", "posters"), [(10, 5), (30, 31), (30, 0)])
def test_impossible_sizes_are_refused(tmp_path: Path, tweets: int, posters: int) -> None:
    with pytest.raises(ValueError, match=f"{posters} posters"):
        write_synthetic_collection(tmp_path, tweets=tweets, posters=posters)


def test_window_and_hashtag_are_kept(tmp_path: Path) -> None:
    window = CollectionWindow(date(2022, 3, 1), date(2022, 3, 2))
    truth = write_synthetic_collection(tmp_path, tweets=40, posters=20, window=window, hashtag="Otra")
    assert list(truth.tweets_by_day) == ["2022-03-01", "2022-03-02"]
    assert sum(truth.tweets_by_day.values()) == truth.tweets_by_top_hashtag["otra"] == 40


def test_rows_duplicates_and_rejects(small: Read) -> None:
    truth = small.truth
    assert {name: len(rows) for name, rows in small.rows.items()} == truth.rows_by_file
    assert len(small.good) - len(small.tweets) == truth.duplicate_rows > 0
    assert small.rejected == Counter(truth.rejected_rows)
    assert sum(truth.rows_by_file.values()) == (truth.tweets + truth.duplicate_rows + sum(truth.rejected_rows.values()))


def test_bad_rows_are_one_line_where_the_cells_are_too_few(small: Read) -> None:
    cut = [row for row in small.rows[SECOND_FILE] if len(row) != WIDTH]
    assert cut
    assert not any("\n" in cell for row in cut for cell in row)


def test_later_rows_never_count_less(small: Read) -> None:
    grown = 0
    for early in small.good:
        late = small.tweets[early["status_id"]]
        for count in ("favorite_count", "retweet_count", "reply_count", "quote_count"):
            assert int(early[count]) <= int(late[count])
            grown += int(early[count]) < int(late[count])
    assert grown


def test_types_formats_and_days(small: Read) -> None:
    rows = small.tweets.values()
    assert Counter(map(kind_of, rows)) == without_zeros(small.truth.tweets_by_type)
    assert Counter(map(format_of, rows)) == without_zeros(small.truth.tweets_by_content_format)
    assert Counter(row["created_at"][:10] for row in rows) == without_zeros(small.truth.tweets_by_day)


def test_hashtags(small: Read) -> None:
    truth = small.truth
    uses = [[tag.lower() for tag in row["hashtags"].split()] for row in small.tweets.values()]
    tweets_of = Counter(tag for tags in uses for tag in set(tags))
    assert sum(map(len, uses)) == truth.hashtag_uses
    assert len(tweets_of) == truth.distinct_hashtags
    assert sum(len(set(tags)) > 1 for tags in uses) == truth.tweets_with_further_hashtags
    assert {tag: tweets_of[tag] for tag in truth.tweets_by_top_hashtag} == truth.tweets_by_top_hashtag
    assert tweets_of["marketingtwitter"] == truth.tweets


def test_hashtags_and_names_stand_in_the_text_in_that_order(small: Read) -> None:
    for row in small.good:
        text = html.unescape(row["text"])
        assert re.findall(r"#(\w+)", text) == row["hashtags"].split()
        named = row["mentions_screen_name"].split()
        assert re.findall(r"@(\w+)", text) == named[1 if row["is_retweet"] == "TRUE" else 0 :]
        assert len(row["mentions_user_id"].split()) == len(named)


def test_mentions(small: Read) -> None:
    truth = small.truth
    named = [list(named_in(row)) for row in small.tweets.values()]
    kinds = Counter(kind for names in named for kind, _ in names)
    assert kinds == without_zeros(truth.mentions_by_kind)
    assert sum(any(kind != "retweeted" for kind, _ in names) for names in named) == truth.tweets_naming_accounts
    posters = {row["screen_name"] for row in small.good}
    assert len({handle for names in named for _, handle in names} - posters) == truth.accounts_only_named


def test_ties(small: Read) -> None:
    truth = small.truth
    ties = {tie for row in small.tweets.values() for tie in ties_of(row)}
    between = Counter(kind for kind, source, target in ties if source != target)
    itself = Counter(kind for kind, source, target in ties if source == target)
    assert between == without_zeros(truth.ties_by_kind)
    assert itself == without_zeros(truth.self_ties_by_kind)
    assert truth.ties_within_communities + truth.ties_between_communities == between.total()


def test_links_and_emoji(small: Read) -> None:
    truth = small.truth
    seen = [emoji.emoji_list(html.unescape(row["text"])) for row in small.tweets.values()]
    assert sum(len(links_of(row)) for row in small.tweets.values()) == truth.url_uses
    assert sum(map(len, seen)) == truth.emoji_uses
    assert sum(map(bool, seen)) == truth.tweets_with_emoji


def test_counted_words(small: Read) -> None:
    uses = Counter(word for row in small.tweets.values() for word in words_of(row))
    for planted in (small.truth.positive_word_uses, small.truth.negative_word_uses):
        assert {word: uses[word] for word in planted} == planted
    positive = sum(
        any(word in small.truth.positive_word_uses for word in words_of(row)) for row in small.tweets.values()
    )
    assert positive == small.truth.tweets_with_positive_words


def test_engagement(small: Read) -> None:
    truth = small.truth
    rows = [row for row in small.tweets.values() if row["is_retweet"] == "FALSE"]
    totals = [sum(int(row[name]) for row in rows) for name in ("favorite_count", "retweet_count", "reply_count")]
    assert (len(rows), *totals) == (truth.tweets_not_retweets, truth.likes, truth.shares, truth.comments)
    assert truth.mean_likes == pytest.approx(truth.likes / len(rows), abs=1e-4)
    assert {row["favorite_count"] for row in small.good if row["is_retweet"] == "TRUE"} == {"0"}


def test_retweets_show_their_original(small: Read) -> None:
    outside = 0
    for row in small.tweets.values():
        if row["is_retweet"] != "TRUE":
            continue
        assert row["text"] == row["retweet_text"]
        assert not row["text"].startswith("RT @")
        assert row["retweet_created_at"] < row["created_at"]
        assert row["mentions_screen_name"].split()[0] == row["retweet_screen_name"]
        original = small.tweets.get(row["retweet_status_id"])
        outside += original is None
        if original is not None:
            assert [original[name] for name in ("text", "hashtags", "urls_expanded_url", "lang")] == [
                row[name] for name in ("text", "hashtags", "urls_expanded_url", "lang")
            ]
    assert outside == small.truth.retweets_of_tweets_outside


def test_replies_and_quotes_point_into_the_collection(small: Read) -> None:
    both = 0
    for row in small.tweets.values():
        answered, quoted = row["reply_to_status_id"], row["quoted_status_id"]
        if answered:
            assert small.tweets[answered]["screen_name"] == row["reply_to_screen_name"]
        if quoted:
            assert row["is_quote"] == "TRUE"
            assert small.tweets[quoted]["text"] == row["quoted_text"]
            assert f"https://twitter.com/{row['quoted_screen_name']}/status/{quoted}" in row["urls_expanded_url"]
        both += bool(answered and quoted)
    assert both == small.truth.replies_that_quote


def test_everything_is_labelled_synthetic(small: Read) -> None:
    for row in small.good:
        assert row["source"] == "synthetic"
        assert row["name"].startswith("Synthetic")
        assert row["description"].startswith("Synthetic account")
        handles = [row[name] for name in ("screen_name", "retweet_screen_name", "quoted_screen_name")]
        handles += row["mentions_screen_name"].split()
        assert all(handle.startswith("syn_") and len(handle) <= 15 for handle in handles if handle)
    assert "SYNTHETIC" in small.truth.note


def test_links_lead_nowhere(small: Read) -> None:
    hosts = {
        re.sub(r"^https://(?:www\.)?", "", url).partition("/")[0]
        for row in small.good
        for name, cell in row.items()
        if name.startswith(("urls_ex", "urls_t", "media_", "ext_media_", "profile_"))
        for url in cell.split()
        if url.startswith("http")
    }
    assert hosts <= {"example.com", "example.org", "twitter.com", "open.spotify.com"}
    in_texts = {url for row in small.good for url in re.findall(r"https?://[^/\s]+", row["text"])}
    assert in_texts == {"https://example.org"}


def test_files_wear_the_two_dresses_of_rtweet(small: Read) -> None:
    first, second = small.rows[FIRST_FILE], [row for row in small.rows[SECOND_FILE] if len(row) == WIDTH]
    assert all(row[0].isdigit() for row in first)
    assert not any("NA" in row for row in first)
    assert all(re.fullmatch(r"x\d{19}", row[0]) and re.fullmatch(r"x\d{19}", row[1]) for row in second)
    assert not any("" in row for row in second)
    times = [row["created_at"] for row in small.good]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time) for time in times)


def test_ground_truth_is_json(small: Read) -> None:
    document = json.loads(small.truth.to_json())
    assert document["tweets"] == TWEETS
    assert document["collection_window"] == EXAMPLE_WINDOW.key


def test_full_size_has_the_size_of_the_paper(full: Read) -> None:
    assert (len(full.tweets), len({row["user_id"] for row in full.good})) == (28_017, 9_634)
    assert full.rejected == Counter(full.truth.rejected_rows)


def test_full_size_has_the_shape_of_the_paper(full: Read) -> None:
    truth = full.truth
    shares = {name: round(100 * count / truth.tweets) for name, count in truth.tweets_by_type.items()}
    formats = {name: round(100 * count / truth.tweets) for name, count in truth.tweets_by_content_format.items()}
    assert shares == {"tweet": 51, "retweet": 30, "reply": 11, "quote tweet": 9}
    assert formats == {"text only": 58, "image/graphic": 18, "link to article": 16, "multimedia": 8}
    assert truth.tweets_with_further_hashtags / truth.tweets == pytest.approx(0.63, abs=0.005)
    assert truth.tweets_with_emoji / truth.tweets == pytest.approx(0.26, abs=0.005)
    assert truth.tweets_naming_accounts / truth.tweets == pytest.approx(0.24, abs=0.02)
    assert truth.mean_likes == pytest.approx(21, abs=0.2)
    assert truth.ties_within_communities > 4 * truth.ties_between_communities
    posts = Counter(row["user_id"] for row in full.tweets.values())
    assert sum(count <= 2 for count in posts.values()) > 0.6 * truth.posters
    assert posts.most_common(1)[0][1] > 100


def test_full_size_has_many_texts_and_every_kind_of_emoji(full: Read) -> None:
    texts = {row["text"] for row in full.tweets.values() if row["is_retweet"] == "FALSE"}
    assert len(texts) > 0.9 * full.truth.tweets_not_retweets
    everything = "".join(texts)
    for piece in ("👨‍👩‍👧‍👦", "🇪🇸", "👏🏽", "1️⃣", "&amp;", "&lt;3", "can't", "\n\n", "¿"):
        assert piece in everything
    assert max(len(re.sub(r"https://\S+", "x" * 23, html.unescape(text))) for text in texts) <= 280
    assert "{" not in everything
    assert {row["lang"] for row in full.good} == {"en", "es"}
