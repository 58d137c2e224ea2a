"""The numbered tables and figures: one numbering, for the report, its supplement, Word and LaTeX, in every window.

What belongs here: which number what has, and what the published study called it. What does not: captions of pages
(report/captions.py), what stands in a table or a figure. Numbers follow the report, which follows the paper's
questions; what the paper itself numbers keeps its number, all else is numbered with an S, as supplements are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Literal

Kind = Literal["Table", "Figure"]


@dataclass(frozen=True)
class Exhibit:
    """A table or a figure, or several of one kind, which letters tell apart.

    Args:
        key: its name in the templates.
        kind: what it is.
        title: what it shows, for the list of all.
        tables: the files of ``tables/`` that hold its numbers, without their ending.
        drawings: the files of ``figures/``, likewise.
        papers_number: the number that the published study gave it.
    """

    key: str
    kind: Kind
    title: str
    tables: tuple[str, ...] = ()
    drawings: tuple[str, ...] = ()
    papers_number: int | None = None


def _table(key: str, title: str, *tables: str, papers: int | None = None) -> Exhibit:
    return Exhibit(key, "Table", title, tables, papers_number=papers)


EXHIBITS: tuple[Exhibit, ...] = (
    _table("platforms", "Tweets by platform"),
    _table("platform_engagement", "Engagement by platform"),
    _table("export_files", "Export files", "collection_exports"),
    _table("rejection_reasons", "Why rows were rejected"),
    Exhibit("timeline", "Figure", "Tweets over time", drawings=("tweets-over-time",)),
    _table("days", "Tweets over time"),
    _table("sentiment", "Tweets by label, of each scorer", "sentiment_scorers"),
    _table("word_list_sentiment", "What lists of words call the tweets", "word_list_sentiment"),
    _table("scorer_agreement", "How far the scorers agree", "scorer_agreement"),
    _table("liwc", "LIWC, as the team ran it", "liwc_measures"),
    _table("liwc_categories", "LIWC: categories", "liwc_measures"),
    _table("style_composites", "Style: composites", "style_measures"),
    _table("style_categories", "Style: categories", "style_measures"),
    Exhibit("network", "Figure", "The network", drawings=("network-ties", "network"), papers_number=1),
    _table("communities", "The largest communities", "communities"),
    _table("network_metrics", "Metrics of the network, by layer", "network_metrics"),
    _table("further_network_metrics", "Further metrics of the network", "network_metrics"),
    _table("by_community", "Sentiment and strategies by community", "group_frequencies"),
    _table("by_leader_class", "Sentiment and strategies by class of user", "group_frequencies"),
    _table("by_week", "Sentiment and strategies by week", "group_frequencies"),
    _table("leader_groups", "Groups of leaders", "leaders"),
    _table("leaders", "Leaders, by degree", "leaders"),
    _table("most_active", "Accounts by tweets posted"),
    _table("first_ties", "First ties of accounts"),
    _table("introducers", "Accounts that introduced most others"),
    _table("participation", "Participation", "participation"),
    Exhibit("lorenz", "Figure", "Lorenz curve of participation", ("lorenz_curve",), drawings=("participation",)),
    Exhibit("words", "Figure", "The ten most used words", ("word_frequencies",), ("words",), papers_number=2),
    _table("hashtags", "The ten most used hashtags"),
    _table("more_words", "Further words", "word_frequencies"),
    _table("pairs", "Pairs of words", "bigram_frequencies"),
    _table("word_lists", "Named word lists", "word_list_totals", "word_list_uses"),
    _table("key_words", "Words used more than in the other windows", "word_keyness"),
    _table("hashtag_pairs", "Pairs of hashtags", "hashtag_pairs"),
    _table("domains", "Domains linked to", "link_domains"),
    _table("domains_by_group", "Domains by group", "link_domains"),
    _table("tweet_types", "Type of tweet"),
    _table("content_formats", "Content format"),
    _table("resources", "Resources"),
    _table("languages", "Languages"),
    _table("engagement", "Engagement with all tweets"),
    _table("delays", "Time to respond", "response_delays"),
    _table("codes", "Variables and categories of the sampled tweets", "code_frequencies", papers=1),
    _table("sample_engagement", "Engagement with the sampled tweets", "engagement_summary"),
    _table("coded_variables", "What was coded", "coded_variables"),
    _table("agreement", "Agreement of coders", "coder_agreement"),
    _table("category_agreement", "Agreement on each category", "category_agreement"),
    _table("computed_agreement", "Computed variables beside people", "computed_agreement"),
    _table("agreement_over_time", "Agreement as the coding went on", "agreement_over_time"),
    _table("further_tweets", "Tweets that the interval of agreement needs", "agreement_over_time"),
    _table("confused", "Categories that coders confused", "coder_confusion"),
    _table("estimates", "Machine-assisted estimates", "machine_estimates"),
    _table("crosstabs", "Crosstabs", "code_crosstabs", "crosstab_tests", papers=2),
    _table("crosstab_percents", "Crosstabs, percent of rows and columns", "code_crosstabs"),
    _table("themes", "Thematic framework", "theme_frequencies", papers=3),
    _table("beside_the_paper", "Beside the published study"),
)
"""In the order of the page. The published study prints no Table 2: it describes its crosstabs in words."""

PAPERS_ORDER: tuple[tuple[str, str], ...] = (
    ("Sentiment: posts and terms (RQ1)", "word_lists"),
    ("Summary variables and affect by LIWC, where it was imported (RQ1)", "liwc"),
    ("Style by an open dictionary, beside LIWC (RQ1)", "style_composites"),
    ("Diameter, density, centralization, modularity (RQ1)", "network_metrics"),
    ("Figure 1: the network (RQ1)", "network"),
    ("Users by indegree and by outdegree (RQ2)", "leader_groups"),
    ("Figure 2: the ten most used words (RQ3)", "words"),
    ("Table 1: type, format, resources, purpose, strategies (RQ3)", "codes"),
    ("Likes, shares and comments of a tweet (RQ3)", "sample_engagement"),
    ("Kappa of each variable (RQ3)", "agreement"),
    ("Formats, resources and purposes by strategy (RQ4)", "crosstabs"),
    ("Table 3: thematic framework (RQ5)", "themes"),
)
"""What the published study shows, in its order, with where it stands here."""


def _numbered() -> Mapping[str, str]:
    found, further = {}, {"Table": 0, "Figure": 0}
    for exhibit in EXHIBITS:
        if exhibit.papers_number is None:
            further[exhibit.kind] += 1
            found[exhibit.key] = f"{exhibit.kind} S{further[exhibit.kind]}"
        else:
            found[exhibit.key] = f"{exhibit.kind} {exhibit.papers_number}"
    return found


def _letters(place: int) -> str:
    """A to z, then aa, ab and so on."""
    before, last = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[last]


_NUMBERS = _numbered()
_PLACES = {exhibit.key: place for place, exhibit in enumerate(EXHIBITS)}


def exhibit_of(key: str) -> Exhibit:
    """The table or figure of that name."""
    return EXHIBITS[_PLACES[key]]


def number_of(key: str, letter: int | None = None) -> str:
    """The number of a table or a figure: ``Table 2a``, ``Figure S1``.

    Args:
        key: the exhibit.
        letter: of several of a kind, which one, from 0.
    """
    return _NUMBERS[key] + ("" if letter is None else _letters(letter))


def anchor_of(number: str) -> str:
    """A number as names of files and places on pages have it: ``table-2a``."""
    return number.lower().replace(" ", "-")


def in_order(key: str, letter: int | None = None) -> tuple[int, int, int]:
    """Where an exhibit stands in a list of all: what the paper numbers first, the rest in the order of the report."""
    place = _PLACES[key]
    papers = EXHIBITS[place].papers_number
    return (papers or len(EXHIBITS), place, letter or 0)
