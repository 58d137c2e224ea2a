"""How fast tweets become tokens, words and scores, as ratios against a bare scan and against vaderSentiment.

    python -m benchmarks.text [--tweets 1000000] [--scored 100000]

The tweets are invented: Zipf-like words out of 20,000, handles, hashtags, links and marks, an emoji and a curly
apostrophe in every third. Each figure is of a process of its own. Printed are: seconds of two yardsticks (scan a CSV of
the same tweets, cut them by a plain pattern, count the words; and the same from the table, cut at blanks alone), of
tweet_tokens, word_frequencies and word lists together with the ratios and the peak memory; and of VADER's scores beside
the package vaderSentiment in one thread.
"""

import argparse
import gc
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

_SEED = 20201205
_VOCABULARY = 20_000
_WINDOW = ("2021-01-01", "2021-01-31")
_TELLING = ("good", "great", "bad", "love", "hate", "not", "very", "but", "happy", "sad", "help", "win")


def write_tweets(place: Path, tweets: int) -> None:
    """A study with a warehouse whose table tweets holds invented tweets."""
    import pyarrow as pa

    from mtw_pipeline.study.template import new_study
    from mtw_pipeline.study.windows import CollectionWindow
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    rng = random.Random(_SEED)  # noqa: S311
    words = [*_TELLING, *(f"w{number}ord" for number in range(_VOCABULARY))]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    drawn = rng.choices(words, weights, k=min(tweets, 200_000) * 22)
    study = new_study(place / "study", hashtags=["InventedTag"])
    window = CollectionWindow.between(*_WINDOW)
    texts = []
    for number in range(tweets):
        start = rng.randrange(len(drawn) - 22)
        parts = " ".join(drawn[start : start + 9]), " ".join(drawn[start + 9 : start + 22])
        between, mood = (". It’s", " 🙂") if number % 3 == 0 else (", and" if number % 2 else "!", "")
        texts.append(
            f"@inv_{number % 999} {parts[0]}{between} {parts[1]}{mood} #InventedTag https://example.org/{number}"
        )
    rows = pa.table(
        {
            "collection_window": pa.array([window.key] * tweets),
            "tweet_id": pa.array([str(1_345_000_000_000_000_000 + number) for number in range(tweets)]),
            "author": pa.array([f"inv_{number % (tweets // 3 + 1)}" for number in range(tweets)]),
            "text": pa.array(texts),
            "language": pa.array(["en"] * tweets),
            "is_retweet": pa.array([False] * tweets),
        }
    )
    with open_warehouse(study.warehouse, "a benchmark") as warehouse:
        warehouse.replace_window(TWEETS, window, rows)
        warehouse.connection.execute(
            "copy (select tweet_id, author, created_at, language, text from tweets) to $path (header)",
            {"path": str(place / "tweets.csv")},
        )


def run(task: str, place: Path, scored: int) -> float:
    """Seconds of a task on the study in ``place``, without opening it; garbage is collected as the program does."""
    from mtw_pipeline.cli.app import OBJECTS_BETWEEN_COLLECTIONS
    from mtw_pipeline.study.folder import Study
    from mtw_pipeline.study.windows import CollectionWindow
    from mtw_pipeline.text.sentiment import vader_name, vader_rows, word_list_name
    from mtw_pipeline.text.vader import installed_lexicon
    from mtw_pipeline.text.word_lists import list_parameters, named_lists
    from mtw_pipeline.text.words import counted_parameters, token_parameters
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS, WORD_FREQUENCIES, WORD_LIST_TOTALS, WORD_LIST_USES

    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    study, window = Study.load(place / "study"), CollectionWindow.between(*_WINDOW)
    with open_warehouse(study.warehouse, "a benchmark") as warehouse:
        asked = "select collection_window, tweet_id, text from tweets order by tweet_id limit $scored"
        tweets = warehouse.connection.execute(asked, {"scored": scored}).to_arrow_table()
        started = time.monotonic()
        if task == "scan":
            warehouse.connection.execute(
                "create or replace table bare as select piece, count(*) as uses from (select"
                r" unnest(regexp_extract_all(lower(text), '[#@]?\w+')) as piece from read_csv($path)) group by piece",
                {"path": str(place / "tweets.csv")},
            )
        elif task == "split":
            warehouse.connection.execute(
                "create or replace table bare as select piece, count(*) as uses from"
                " (select unnest(string_split(lower(text), ' ')) as piece from tweets) group by piece"
            )
        elif task == "words":
            lists = list_parameters(named_lists(study.settings, study.root))
            warehouse.replace_window(TWEET_TOKENS, window, **token_parameters(study.settings))
            stop_words = counted_parameters(study.settings)
            warehouse.replace_window(WORD_FREQUENCIES, window, **stop_words)
            warehouse.replace_window(WORD_LIST_USES, window, **lists, **stop_words)
            warehouse.replace_window(WORD_LIST_TOTALS, window, **lists)
            parameters = {"collection_window": window.key, "scorer": word_list_name(["lists"])}
            warehouse.query("text/sentiment_by_word_list", parameters).to_arrow_table()
        elif task == "vader":
            [*vader_rows([tweets], vader_name(), installed_lexicon())]
        else:
            from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

            analyzer = SentimentIntensityAnalyzer()
            for text in tweets.column("text").to_pylist():
                analyzer.polarity_scores(text)
        return time.monotonic() - started


def measured(task: str, place: Path, scored: int) -> tuple[float, int]:
    """Seconds of a task in a process of its own, and its peak memory in MB."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.text", "--task", task, "--place", str(place), "--scored", str(scored)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds, peak = done.stdout.split()
    return float(seconds), int(peak)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tweets", type=int, default=1_000_000)
    parser.add_argument("--scored", type=int, default=100_000)
    parser.add_argument(
        "--task", choices=("write", "scan", "split", "words", "vader", "package"), help=argparse.SUPPRESS
    )
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task == "write":
        write_tweets(chosen.place, chosen.tweets)
        return
    if chosen.task:
        seconds = run(chosen.task, chosen.place, chosen.scored)
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)  # noqa: T201
        return
    with TemporaryDirectory() as place:
        asked = [sys.executable, "-m", "benchmarks.text", "--task", "write", "--place", place]
        # A process of its own too: what a process holds when it starts another counts in that one's peak.
        subprocess.run([*asked, "--tweets", str(chosen.tweets)], check=True)  # noqa: S603
        found = {
            task: measured(task, Path(place), chosen.scored) for task in ("scan", "split", "words", "package", "vader")
        }
    seconds = {task: one for task, (one, _) in found.items()}
    print(f"{chosen.tweets:,} invented tweets")  # noqa: T201
    print(f"  CSV scan, cut by pattern, count        {seconds['scan']:6.1f} s")  # noqa: T201
    print(f"  table scan, cut at blanks, count       {seconds['split']:6.1f} s")  # noqa: T201
    print(f"  tokens, words, lists, their sentiment  {seconds['words']:6.1f} s"  # noqa: T201
          f"   ratios {seconds['words'] / seconds['scan']:.2f} and {seconds['words'] / seconds['split']:.2f}"
          f"   peak {found['words'][1]:,} MB")  # fmt: skip
    print(f"{chosen.scored:,} of them scored by VADER's rules")  # noqa: T201
    print(f"  the package, one thread {seconds['package']:6.1f} s")  # noqa: T201
    print(f"  ours                    {seconds['vader']:6.1f} s"  # noqa: T201
          f"   ratio {seconds['vader'] / seconds['package']:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
