"""The figures of one window of the report, counted from rows that were put there."""

from datetime import date, datetime

import pytest

from mtw_pipeline.exports.filled_fields import FilledFields
from mtw_pipeline.report.facts.coding import Decisions, SampleDraw
from mtw_pipeline.report.facts.collection import RejectionReason, ReportFile
from mtw_pipeline.report.facts.of_window import read_facts
from mtw_pipeline.report.facts.report_facts import DENSITY, RECIPROCITY, ReportFacts
from mtw_pipeline.report.facts.text import Sentiment, SilentScorer, TermCount
from mtw_pipeline.report.facts.tweets import Category, DayCount, Engagement, Totals
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.planted_rows import OTHER_WINDOW, WINDOW, plant, tweet
from mtw_pipeline_tests.unit.network.layers import metrics_of_layers


def facts_of(warehouse: Warehouse, study: Study) -> ReportFacts:
    return read_facts(warehouse, study, WINDOW)


def test_only_the_rows_of_the_window_count(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, "tweets", [tweet(1, author="ann", hashtag_count=1, rows_collected=3), tweet(2, author="ann")])
    plant(warehouse, "tweets", [tweet(3, author="bob", emoji_count=1)], OTHER_WINDOW)
    plant(warehouse, "users", [{"account": "ann", "tweets": 2, "times_named": 0}])
    plant(warehouse, "users", [{"account": "zoe", "tweets": 0, "times_named": 9}], OTHER_WINDOW)
    assert facts_of(warehouse, study).totals == Totals(
        tweets=2,
        users_who_posted=1,
        accounts_named=0,
        duplicate_rows=2,
        with_hashtags=1,
        with_other_hashtags=0,
        with_mentions=0,
        with_emoji=0,
        with_links=0,
        perhaps_links=0,
        untold_links=0,
        perhaps_replies=0,
        perhaps_quotes=0,
        cut_texts=0,
        tie_rows=0,
    )


def test_a_tweet_counts_once_for_each_resource_it_uses(warehouse: Warehouse, study: Study) -> None:
    plant(
        warehouse,
        "tweets",
        [
            tweet(1, hashtag_count=3, mention_count=2, emoji_count=4, url_count=1),
            tweet(2, hashtag_count=1, text_is_cut=True, is_quote=None),
        ],
    )
    plant(
        warehouse,
        "tweet_hashtags",
        [
            {"tweet_id": "1", "position": 1, "hashtag": "inventedtag", "hashtag_as_written": "InventedTag"},
            {"tweet_id": "1", "position": 2, "hashtag": "reading", "hashtag_as_written": "Reading"},
            {"tweet_id": "1", "position": 3, "hashtag": "reading", "hashtag_as_written": "reading"},
            {"tweet_id": "2", "position": 1, "hashtag": "inventedtag", "hashtag_as_written": "INVENTEDTAG"},
        ],
    )
    facts = facts_of(warehouse, study)
    totals = facts.totals
    assert (totals.with_hashtags, totals.with_other_hashtags) == (2, 1)
    assert (totals.with_mentions, totals.with_emoji, totals.with_links) == (1, 1, 1)
    assert (totals.cut_texts, totals.perhaps_quotes) == (1, 1)
    assert facts.hashtags == (TermCount("inventedtag", 2, 2), TermCount("reading", 2, 1))


def test_types_and_formats_are_complete_and_ordered(warehouse: Warehouse, study: Study) -> None:
    plant(
        warehouse,
        "tweets",
        [
            tweet(1, content_format=None),
            tweet(2, tweet_type="retweet", content_format="multimedia"),
            tweet(3, tweet_type="retweet"),
        ],
    )
    facts = facts_of(warehouse, study)
    assert facts.tweet_types == (
        Category("tweet", 1),
        Category("retweet", 2),
        Category("reply", 0),
        Category("quote tweet", 0),
    )
    assert [category.tweets for category in facts.content_formats] == [1, 0, 0, 1]
    assert facts.tweets_of_unknown_format == 1


def test_no_quote_tweet_found_is_not_none_where_files_do_not_say(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, "tweets", [tweet(1, is_quote=None), tweet(2)])
    assert facts_of(warehouse, study).tweets_of_type("quote tweet") is None
    plant(warehouse, "tweets", [tweet(3, tweet_type="quote tweet")])
    assert facts_of(warehouse, study).tweets_of_type("quote tweet") == 1


def test_averages_leave_out_retweets_and_counts_that_are_not_known(warehouse: Warehouse, study: Study) -> None:
    plant(
        warehouse,
        "tweets",
        [
            tweet(1, like_count=0, retweet_count=2),
            tweet(2, like_count=1, retweet_count=4),
            tweet(3, like_count=4),
            tweet(4, like_count=15, metrics_of="unknown"),
            tweet(5, like_count=None),
            tweet(6, tweet_type="retweet", like_count=700, metrics_of="original"),
            tweet(7, tweet_type="retweet", like_count=900),
        ],
    )
    assert facts_of(warehouse, study).engagement == (
        Engagement("likes", tweets=4, of_tweets=5, mean=5.0, median=2.5),
        Engagement("retweets", tweets=2, of_tweets=5, mean=3.0, median=3.0),
        Engagement("replies", tweets=0, of_tweets=5, mean=None, median=None),
    )


@pytest.mark.parametrize(("likes", "median"), [([7], 7), ([1, 9], 5), ([9, 1, 2], 2), ([0, 0, 1, 1], 0.5)])
def test_the_median_stands_in_the_middle(warehouse: Warehouse, study: Study, likes: list[int], median: float) -> None:
    plant(warehouse, "tweets", [tweet(number, like_count=count) for number, count in enumerate(likes, 1)])
    assert facts_of(warehouse, study).likes.median == median


def test_languages_are_those_that_the_platform_named(warehouse: Warehouse, study: Study) -> None:
    named = ["en", "es", "es", None, "und"]
    plant(warehouse, "tweets", [tweet(number, language=code) for number, code in enumerate(named, start=1)])
    plant(warehouse, "tweets", [tweet(9, language="de")], OTHER_WINDOW)
    assert [(one.name, one.tweets) for one in facts_of(warehouse, study).languages.counts] == [
        ("Spanish", 2), ("English", 1), ("no language recognised", 1), (None, 1),
    ]  # fmt: skip


def test_days_are_those_of_utc(warehouse: Warehouse, study: Study) -> None:
    last_moment = datetime(2021, 1, 5, 23, 59, 59)
    plant(warehouse, "tweets", [tweet(5), tweet(6, created_at=last_moment), tweet(7)])
    assert facts_of(warehouse, study).days == (DayCount(date(2021, 1, 5), 2), DayCount(date(2021, 1, 7), 1))


def test_each_file_says_what_became_of_its_rows(warehouse: Warehouse, study: Study) -> None:
    file = {"sha256": "0" * 64, "bytes": 1, "unknown_columns": [], "notes": []}
    plant(
        warehouse,
        "collection_exports",
        [
            {"export_file": "b.txt", "status": "refused", "refusal": "The file is empty", "rows_read": 0, **file},
            {"export_file": "a.csv", "status": "read", "format": "rtweet", "rows_read": 3, **file}
            | {"unknown_columns": ["mood"], "notes": ["read as Windows-1252"]},
            {"export_file": "ties.csv", "status": "read", "format": "edge_list", "rows_read": 2, **file},
        ],
    )
    raw = {
        "export_file": "a.csv",
        "tweet_id": "1",
        "created_at": datetime(2021, 1, 1),
        "text": "x",
        "metrics_of": "own",
    }
    plant(
        warehouse,
        "raw_tweets",
        [{**raw, "row_number": 1, "bad_cells": ["like_count: many"]}, {**raw, "row_number": 2, "bad_cells": []}],
    )
    plant(warehouse, "rejected_rows", [{"export_file": "a.csv", "row_number": 3, "reason": "no text", "raw": ""}])
    tie = {"export_file": "ties.csv", "source": "a", "target": "b", "kind": "not said", "times": 1}
    plant(warehouse, "raw_ties", [{**tie, "row_number": 1}, {**tie, "row_number": 2}])
    facts = facts_of(warehouse, study)
    assert facts.files == (
        ReportFile("a.csv", "read", None, "rtweet", 3, 2, 1, 1, ("mood",), ("read as Windows-1252",)),
        ReportFile("b.txt", "refused", "The file is empty", None, 0, 0, 0, 0, (), ()),
        ReportFile("ties.csv", "read", None, "edge_list", 2, 2, 0, 0, (), ()),
    )
    assert (facts.rows_read, facts.rows_taken, facts.rows_rejected) == (5, 4, 1)
    assert facts.totals.tie_rows == 2


def test_what_is_told_follows_from_the_rows_of_each_format(warehouse: Warehouse, study: Study) -> None:
    files = {"a.csv": "rtweet", "b.csv": "column map ours"}
    exports = [{"export_file": name, "status": "read", "format": known} for name, known in files.items()]
    plant(warehouse, "collection_exports", exports)
    raw = {"export_file": "a.csv", "tweet_id": "1", "is_reply": False, "author_id": "7", "media_types": []}
    ours = {"export_file": "b.csv", "tweet_id": "1", "is_quote": True, "author_followers": 0}
    rows = [{**raw, "like_count": 0}, raw, {**ours, "language": "en"}]
    plant(warehouse, "raw_tweets", [{**one, "row_number": number} for number, one in enumerate(rows, 1)])
    plant(warehouse, "raw_tweets", [{**ours, "export_file": "a.csv", "row_number": 4}], OTHER_WINDOW)
    assert facts_of(warehouse, study).filled_fields == (
        FilledFields("column map ours", 1, 0, 0, 0, 1, 0, 0, 1, 1),
        FilledFields("rtweet", 2, 1, 0, 2, 0, 2, 2, 0, 0),
    )


def test_a_refusal_does_not_carry_the_first_line_of_a_file_without_header(warehouse: Warehouse, study: Study) -> None:
    refusal = "The format is not known; its columns are my secret, plan. Known formats: rtweet CSV"
    file = {"export_file": "a", "status": "refused", "refusal": refusal, "sha256": "0" * 64, "bytes": 1, "rows_read": 0}
    plant(warehouse, "collection_exports", [file])
    shown = facts_of(warehouse, study).files[0].refusal
    assert shown == "The format is not known; its columns are in collection_exports. Known formats: rtweet CSV"


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "tweet id 1.26426E+18 was rounded by a spreadsheet; the true id is lost",
            "tweet id … was rounded by a spreadsheet; the true id is lost",
        ),
        ("tweet id Call me, I am Ann\nOld is not a tweet id", "tweet id … is not a tweet id"),
        ("time of posting the day we met cannot be read", "time of posting … cannot be read"),
        ("posted 2021-03-01, outside the collection window", "posted …, outside the collection window"),
        ("a quotation mark is not closed, or 7 cells where the header has 12",
         "a quotation mark is not closed, or … cells where the header has …"),
        ("broken JSON at line 7, column 31: Expecting value", "broken JSON at line …, column …: Expecting value"),
        ('the tweet of @ann, see https://example.org/a, is "not nice"', "the tweet of …, see …, is …"),
    ],
)  # fmt: skip
def test_reasons_lose_what_they_quote(warehouse: Warehouse, study: Study, reason: str, shown: str) -> None:
    row = {"export_file": "a", "row_number": 1, "reason": reason, "raw": ""}
    plant(warehouse, "rejected_rows", [row])
    assert facts_of(warehouse, study).rejections == (RejectionReason(shown, kinds=1, rows_rejected=1),)


def test_the_commonest_reasons_have_names_and_the_others_are_summed(warehouse: Warehouse, study: Study) -> None:
    reasons = ["no text"] * 30 + [f"reason {chr(97 + kind)}" for kind in range(14) for _ in range(14 - kind)]
    rows = [{"export_file": "a", "row_number": n, "reason": reason, "raw": ""} for n, reason in enumerate(reasons, 1)]
    plant(warehouse, "rejected_rows", rows)
    rejections = facts_of(warehouse, study).rejections
    assert rejections[:2] == (RejectionReason("no text", 1, 30), RejectionReason("reason a", 1, 14))
    assert rejections[12:] == (RejectionReason(None, kinds=3, rows_rejected=3 + 2 + 1),)
    assert sum(entry.rows_rejected for entry in rejections) == len(reasons)


def test_words_sentiment_and_sample(warehouse: Warehouse, study: Study) -> None:
    words = [
        {"word": f"word{rank}", "rank": rank, "uses": 100 - rank, "tweets": 50 - rank, "posters": 1}
        for rank in range(1, 13)
    ]
    plant(warehouse, "word_frequencies", reversed(words))
    score = {"positive": 0.0, "neutral": 1.0, "negative": 0.0, "compound": 0.0}
    labels = ["positive", "positive", "neutral", "negative"]
    plant(
        warehouse,
        "sentiment_scores",
        [
            *({"tweet_id": str(n), "scorer": "scorer 1", "label": label, **score} for n, label in enumerate(labels)),
            {"tweet_id": "1", "scorer": "another 2", "label": "neutral", **score},
        ],
    )
    plant(
        warehouse,
        "sentiment_scorers",
        [
            {"scorer": "vader", "scored_tweets": 4, "problem": None},
            {"scorer": "transformer", "scored_tweets": 0, "problem": "no model here"},
        ],
    )
    draw = {"seed": 7, "frame_size": 40, "frame_md5": "a" * 32, "stratified_by": "language", "of_languages": ["en"]}
    drawn = [{"tweet_id": str(n), "draw_order": n, "is_reliability": n < 3, "stratum": "en", **draw} for n in (1, 2, 3)]
    plant(warehouse, "sample", [{**row, "with_retweets": False} for row in drawn])
    facts = facts_of(warehouse, study)
    assert [word.name for word in facts.words] == [f"word{rank}" for rank in range(1, 11)]
    assert facts.words[0] == TermCount("word1", uses=99, tweets=49)
    assert facts.sentiment == (Sentiment("another 2", 1, 0, 1, 0), Sentiment("scorer 1", 4, 2, 1, 1))
    assert facts.text.silent_scorers == (SilentScorer("transformer", "no model here"),)
    assert facts.sample == SampleDraw(3, 7, 40, "a" * 32, 2, "language", with_retweets=False, of_languages=("en",))


def test_what_became_of_codes_on_which_coders_differ(warehouse: Warehouse, study: Study) -> None:
    """Two of four tweets of two coders differ on one variable, one of them on the other too; one code is decided."""
    given = {
        ("1", "purpose"): "ab", ("2", "purpose"): "ab", ("3", "purpose"): "aa", ("4", "purpose"): "a",
        ("2", "tone"): "ba", ("3", "tone"): "bb",
    }  # fmt: skip
    of_book = {"codebook_md5": "m", "is_exclusive": True, "is_computed": False}
    plant(
        warehouse, "codebook",
        [{"variable": name, "category": code, **of_book} for name in ("purpose", "tone") for code in "ab"],
    )  # fmt: skip
    plant(
        warehouse, "sample",
        [{"tweet_id": str(n), "draw_order": n, "is_reliability": n < 4} for n in range(1, 6)],
    )  # fmt: skip
    plant(
        warehouse, "codes",
        [
            {"tweet_id": tweet_id, "variable": name, "coder": coder, "code": code, "is_in_codebook": True}
            for (tweet_id, name), codes in given.items() for coder, code in zip("AB", codes, strict=False)
        ],
    )  # fmt: skip
    decision = {"kind": "adjudication", "coder": "C", "code": "a", "codebook_md5": "m", "is_current": True}
    plant(
        warehouse, "code_history",
        [
            {"entry": 1, "tweet_id": "1", "variable": "purpose", **decision},
            {"entry": 2, "tweet_id": "3", "variable": "purpose", **decision},
            {"entry": 3, "tweet_id": "2", "variable": "tone", **decision, "is_current": False},
        ],
    )  # fmt: skip
    facts = facts_of(warehouse, study)
    assert facts.coding.decisions == Decisions(differing=3, decided=1)
    assert facts.coding.decisions.undecided == 2
    assert facts.sample.reliability_tweets == 3


def test_nothing_is_undecided_of_a_variable_that_a_decision_says_is_not_asked(
    warehouse: Warehouse, study: Study
) -> None:
    """Both coders called tweets 1 and 2 `b`, of which tone is asked, and differ on it; of tweet 1 `a` was decided."""
    of_book = {"codebook_md5": "m", "is_exclusive": True, "is_computed": False}
    asked = {"asked_variable": "purpose", "asked_codes": ["b"]}
    plant(
        warehouse, "codebook",
        [{"variable": name, "category": code, **of_book, **(asked if name == "tone" else {})}
         for name in ("purpose", "tone") for code in "ab"],
    )  # fmt: skip
    plant(warehouse, "sample", [{"tweet_id": one, "draw_order": int(one), "is_reliability": True} for one in "12"])
    plant(
        warehouse, "codes",
        [
            {"tweet_id": one, "variable": name, "coder": coder, "code": code, "is_in_codebook": True}
            for one in "12" for name, codes in (("purpose", "bb"), ("tone", "ab"))
            for coder, code in zip("AB", codes, strict=True)
        ],
    )  # fmt: skip
    decision = {"kind": "adjudication", "coder": "C", "code": "a", "codebook_md5": "m", "is_current": True}
    plant(warehouse, "code_history", [{"entry": 1, "tweet_id": "1", "variable": "purpose", **decision}])
    assert facts_of(warehouse, study).coding.decisions == Decisions(differing=1, decided=0)


def test_a_sample_without_strata_is_a_simple_one_whoever_froze_it(warehouse: Warehouse, study: Study) -> None:
    frozen = {"seed": 7, "frame_size": 40, "frame_md5": "a" * 32, "is_reliability": False, "is_frozen": True}
    plant(warehouse, "sample", [{"tweet_id": str(n), "draw_order": n, **frozen} for n in (1, 2)])
    simple = facts_of(warehouse, study).sample
    assert (simple.stratified_by, simple.with_retweets, simple.of_languages) == ("nothing", None, None)


def test_the_ten_accounts_that_post_most_with_ties_by_name(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, "users", [{"account": f"poster_{n:02d}", "tweets": 5, "times_named": 0} for n in range(12, 0, -1)])
    plant(
        warehouse,
        "users",
        [
            {"account": "ann", "handle": "Ann", "tweets": 1, "times_named": 8, "followers": 12},
            {"account": "id:77", "handle": None, "tweets": 0, "times_named": 9, "followers": None},
        ],
    )
    facts = facts_of(warehouse, study)
    assert facts.most_active[0].label == "@poster_01"
    assert [account.account for account in facts.most_active] == [f"poster_{n:02d}" for n in range(1, 11)]
    assert facts.totals.accounts_named == 2


def test_the_network_of_all_ties_comes_first(warehouse: Warehouse, study: Study) -> None:
    ties = [("mention", "a", "b"), ("mention", "b", "a"), ("reply", "c", "a")]
    plant(warehouse, "network_metrics", [vars(metric) for metric in metrics_of_layers(ties)])
    facts = facts_of(warehouse, study)
    assert list(dict.fromkeys(metric.layer for metric in facts.network)) == ["all", "chain", "name"]
    assert [metric.metric for metric in facts.network[:3]] == ["nodes", "ties", "self_ties"]
    density, reciprocity = facts.whole_network(DENSITY), facts.whole_network(RECIPROCITY)
    assert density is not None
    assert (density.value, density.nodes, density.ties) == (0.5, 3, 3)
    assert reciprocity is not None
    assert reciprocity.value == pytest.approx(2 / 3)


def test_a_network_without_ties_has_no_density(warehouse: Warehouse, study: Study) -> None:
    plant(warehouse, "network_metrics", [vars(metric) for metric in metrics_of_layers([])])
    density = facts_of(warehouse, study).whole_network(DENSITY)
    assert density is not None
    assert (density.value, density.nodes, density.ties) == (None, 0, 0)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["empty warehouse", "rows of another window only"])
def test_a_window_of_which_nothing_is_known(warehouse: Warehouse, study: Study, *, elsewhere: bool) -> None:
    if elsewhere:
        plant_everything(warehouse, OTHER_WINDOW)
    facts = facts_of(warehouse, study)
    assert facts.totals == Totals(*[0] * 15)
    assert facts.first_sentiment is None
    assert facts.network == ()
    assert facts.whole_network(DENSITY) is None
    assert facts.likes == Engagement("likes", tweets=0, of_tweets=0, mean=None, median=None)
    assert facts.sample == SampleDraw(0, None, None, None)
    assert (facts.files, facts.rejections, facts.days, facts.words, facts.hashtags) == ((), (), (), (), ())
    assert (facts.leaders, facts.most_active, facts.sentiment) == ((), (), ())
    assert sum(category.tweets or 0 for category in (*facts.tweet_types, *facts.content_formats)) == 0


def plant_everything(warehouse: Warehouse, window: CollectionWindow) -> None:
    """A row in every table that the report reads."""
    place = {"export_file": "a.csv", "row_number": 1}
    rows: dict[str, dict[str, object]] = {
        "tweets": tweet(1, like_count=5),
        "tweet_hashtags": {"tweet_id": "1", "position": 1, "hashtag": "reading"},
        "users": {"account": "ann", "tweets": 1, "times_named": 1},
        "word_frequencies": {"word": "word", "rank": 1, "uses": 1, "tweets": 1},
        "sentiment_scores": {"tweet_id": "1", "scorer": "scorer 1", "label": "positive"},
        "network_metrics": {"layer": "all", "metric": DENSITY, "value": 1.0, "nodes": 2, "ties": 2},
        "sample": {"tweet_id": "1", "draw_order": 1, "seed": 1, "frame_size": 1, "frame_md5": "a" * 32},
        "collection_exports": {"export_file": "a.csv", "status": "read", "rows_read": 2},
        "raw_tweets": {**place, "tweet_id": "1", "text": "x"},
        "rejected_rows": {**place, "reason": "no text"},
    }
    for table, row in rows.items():
        plant(warehouse, table, [row], window)


def test_what_files_do_not_tell_of_types_and_links_is_counted(warehouse: Warehouse, study: Study) -> None:
    short, page = ["https://t.co/inventedaa"], ["https://example.org/a"]
    plant(
        warehouse,
        "tweets",
        [
            tweet(1, is_reply=None, is_quote=None),
            tweet(2, tweet_type="quote tweet", is_reply=None),
            tweet(3, platform="x", content_format=None, urls=short, url_count=1),
            tweet(4, platform="x", content_format="link to article", urls=short, url_count=1),
            tweet(5, platform="x", content_format=None, urls=page, url_count=1),
            tweet(6, platform="mastodon", content_format=None, urls=short, url_count=1),
            tweet(9, tweet_type="retweet", content_format=None),
            tweet(10, text_is_cut=True, content_format=None),
        ],
    )
    facts = facts_of(warehouse, study)
    totals = facts.totals
    assert (totals.perhaps_replies, totals.perhaps_quotes) == (2, 1)
    assert (totals.perhaps_links, totals.untold_links) == (1, 2)
    assert facts.tweets_of_type("reply") is None
    assert [one.perhaps for one in facts.content_formats] == [5, 5, 5, 5]
    plant(warehouse, "tweets", [tweet(7, tweet_type="reply"), tweet(8, content_format=None, is_text_only=False)])
    facts = facts_of(warehouse, study)
    assert facts.tweets_of_type("reply") == 1
    assert [one.perhaps for one in facts.content_formats] == [5, 6, 6, 6]
    assert facts.shown_formats[-1] == Category("not known", 6)
