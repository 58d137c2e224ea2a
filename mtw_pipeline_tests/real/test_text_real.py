"""Words, lists and VADER on real exports, against computations that share nothing with the statements."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.settings import StudySettings, WordSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import LINK_CUT, tweet_patterns
from mtw_pipeline.text.vader import Vader
from mtw_pipeline.text.vader_at_once import scores_at_once
from mtw_pipeline.text.words import counted_parameters, stop_words, token_parameters
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS, WORD_FREQUENCIES
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import make_study, put
from mtw_pipeline_tests.real import recount
from mtw_pipeline_tests.real.recount import rtweet_tweets
from mtw_pipeline_tests.tokeniser_twin import tokens
from mtw_pipeline_tests.warehouses import EmptyWarehouses

FILES = ("rtweet_sibecol2019/retweets.csv", "rtweet_rconference/tweets.csv.gz", "rtweet_aprendeencasa/data.csv")
Tweet = tuple[str, str, str, str | None, list[str] | None]


@cache
def cut_by_the_twin(text: str, language: str | None) -> list[str]:
    return tokens(text, language, keep_handles=True, keep_hashtags=True)


@pytest.fixture(scope="module", params=FILES)
def counted(
    request: pytest.FixtureRequest,
    realdata: Path,
    tmp_path_factory: pytest.TempPathFactory,
    empty_warehouses: EmptyWarehouses,
) -> object:
    study = make_study(tmp_path_factory.mktemp("text"))
    path = realdata / str(request.param)
    window = CollectionWindow(*recount.first_and_last_day(rtweet_tweets(path)))
    put(study, "a" + "".join(path.suffixes), "", window)
    (study.incoming_of(window) / ("a" + "".join(path.suffixes))).write_bytes(path.read_bytes())
    settings = StudySettings(title="t", hashtags=("a",), words=WordSettings(keep_handles=True))
    with empty_warehouses.lent() as warehouse:
        read_window(warehouse, study, window)
        warehouse.replace_window(IDENTITIES, window)
        warehouse.replace_window(TWEETS, window, **tweet_patterns())
        warehouse.replace_window(TWEET_TOKENS, window, **token_parameters(settings))
        warehouse.replace_window(WORD_FREQUENCIES, window, **counted_parameters(settings))
        told = warehouse.connection.execute(
            "select tweet_id, tweet_tokens.author, regexp_replace(text, $link, '\\1 ', 'g'), language,"
            " string_split(tokens, ' ')"
            " from tweet_tokens join tweets using (collection_window, tweet_id)",
            {"link": LINK_CUT},
        ).fetchall()
        words = warehouse.connection.execute("select word, uses, tweets, posters from word_frequencies").fetchall()
    return told, words


def test_every_tweet_is_cut_as_the_twin_cuts_it(counted: tuple[list[Tweet], list[tuple[object, ...]]]) -> None:
    told, _ = counted
    assert len(told) > 2_000
    for _, _, text, language, found in told:
        assert (text, found or []) == (text, cut_by_the_twin(text or "", language))


def test_words_are_counted_as_a_counter_counts_them(counted: tuple[list[Tweet], list[tuple[object, ...]]]) -> None:
    told, words = counted
    stops = set(stop_words(("en",)))
    uses: Counter[str] = Counter()
    tweets: Counter[str] = Counter()
    posters: defaultdict[str, set[str]] = defaultdict(set)
    for _, author, text, language, _ in told:
        cut = cut_by_the_twin(text or "", language)
        uses.update(cut)
        tweets.update(set(cut))
        for word in cut:
            posters[word].add(author)
    expected = {word: (uses[word], tweets[word], len(posters[word])) for word in uses if word not in stops}
    assert {word: tuple(rest) for word, *rest in words} == expected


def test_every_third_tweet_scores_as_vadersentiment_scores_it(
    counted: tuple[list[Tweet], list[tuple[object, ...]]],
) -> None:
    told, _ = counted
    texts = [text or "" for _, _, text, _, _ in told][::3]
    published = SentimentIntensityAnalyzer()
    for text, found in zip(texts, scores_at_once(pa.array(texts, pa.string()), Vader()).tolist(), strict=True):
        theirs = published.polarity_scores(text)
        assert found == pytest.approx((theirs["neg"], theirs["neu"], theirs["pos"], theirs["compound"]), abs=1e-4)
