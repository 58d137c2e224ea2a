"""The numbered tables and figures of the report: one numbering, the same on both faces and in every window.

What belongs here: which number what has, what the published study called it, and the captions that show both. What
does not: what stands in a table (templates/) or a figure (drawings/). Numbers follow the page, which follows the
paper's questions; what the paper itself numbers keeps its number, all else is numbered with an S, as supplements are.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import Any, Literal

from markupsafe import Markup

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
    _table("crosstabs", "Crosstabs, percent of all", "code_crosstabs", "crosstab_tests", papers=2),
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


@dataclass(frozen=True)
class Shown:
    """A table or figure that stands on a page.

    Args:
        exhibit: what it is.
        number: its number, with its letter.
        anchor: its place.
        title: what it shows; of several of a kind, what its caption says.
    """

    exhibit: Exhibit
    number: str
    anchor: str
    title: Markup
    is_table: bool = True


@dataclass
class Captions:
    """What templates write captions with: ``{% call caption("themes") %}Thematic framework{% endcall %}``.

    Args:
        files: the files beside the page that captions may link, by their way from it.
        tables_are_files: whether each table of the page becomes a file of its own beside it.
        shown: the tables and figures so far, in the order of the page.
    """

    files: Collection[str] = frozenset()
    tables_are_files: bool = False
    shown: list[Shown] = field(default_factory=list)

    def __call__(self, key: str, caller: Callable[[], Any], *, letter: int | None = None) -> Markup:
        """The caption of a table, with the file of its numbers.

        Args:
            key: the exhibit.
            caller: writes what the caption says.
            letter: of several of a kind, which one, from 0.
        """
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        one = self._show(key, said, letter)
        return Markup('<caption id="{}"><span class="number">{}.</span> {}{}</caption>').format(
            one.anchor, one.number, said, self.links(one)
        )

    def continued(self, key: str, caller: Callable[[], Any], *, letter: int | None = None) -> Markup:
        """The caption of a table that goes on where it is folded."""
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        return Markup('<caption><span class="number">{}, continued.</span> {}</caption>').format(
            self.number(key, letter), said
        )

    def figure(self, key: str, caller: Callable[[], Any]) -> Markup:
        """The caption of a figure."""
        said = Markup(caller())  # noqa: S704 - the template has escaped it
        one = replace(self._show(key, said, None), is_table=False)
        self.shown[-1] = one
        return Markup('<figcaption id="{}"><span class="number">{}.</span> {}{}</figcaption>').format(
            one.anchor, one.number, said, self.links(one)
        )

    def settle(self, texts: Collection[str]) -> str:
        """Forget what stands in none of the texts: the part of the page that was to hold it is left out."""
        self.shown = [one for one in self.shown if any(f'id="{one.anchor}"' in text for text in texts)]
        return ""

    def number(self, key: str, letter: int | None = None) -> str:
        """The number of an exhibit, for sentences and links."""
        return _NUMBERS[key] + ("" if letter is None else _letters(letter))

    @property
    def papers(self) -> list[Shown]:
        """What stands on the page of the published study's numbered tables and figures, the first of each kind."""
        numbered = [exhibit for exhibit in EXHIBITS if exhibit.papers_number is not None]
        ordered = sorted(numbered, key=lambda one: (one.kind, one.papers_number))
        return [one for exhibit in ordered if (one := self.of(exhibit.key)) is not None]

    @property
    def unlinked(self) -> list[str]:
        """The tables beside the page that no caption of it links."""
        linked = {path for one in self.shown for path, _ in _files(one.exhibit)}
        return sorted(path for path in self.files if path.startswith("tables/") and path not in linked)

    def of(self, key: str) -> Shown | None:
        """The first of a kind on the page; None where it has none."""
        return next((one for one in self.shown if one.exhibit.key == key), None)

    def links(self, one: Shown) -> Markup:
        """Links to the files that hold it, as far as they are there."""
        found = [
            Markup('<a class="file" href="{}" aria-label="{} of {}">{}</a>').format(path, name, one.number, name)
            for path, name in _files(one.exhibit)
            if path in self.files
        ]
        if self.tables_are_files and one.is_table:
            way = f"tables/{one.anchor}.csv"
            found.append(Markup('<a class="file" href="{}" aria-label="CSV of {}">CSV</a>').format(way, one.number))
        return Markup("").join(Markup(" {}").format(link) for link in found)

    def _show(self, key: str, said: Markup, letter: int | None) -> Shown:
        exhibit = _BY_KEY[key]
        number = self.number(key, letter)
        title = Markup("{}").format(exhibit.title) if letter is None else said
        one = Shown(exhibit, number, number.lower().replace(" ", "-"), title)
        self.shown.append(one)
        return one


def _files(exhibit: Exhibit) -> list[tuple[str, str]]:
    """Ways and names of the files of an exhibit; one of a kind is called by its kind."""
    tables = [(f"tables/{name}.csv", f"{name}.csv" if len(exhibit.tables) > 1 else "CSV") for name in exhibit.tables]
    drawings = [
        (f"figures/{name}.{ending}", f"{name}.{ending}" if len(exhibit.drawings) > 1 else ending.upper())
        for name in exhibit.drawings
        for ending in ("png", "pdf", "svg")
    ]
    return drawings + tables


def _letters(place: int) -> str:
    """A to z, then aa, ab and so on."""
    before, last = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[last]


_NUMBERS = _numbered()
_BY_KEY = {exhibit.key: exhibit for exhibit in EXHIBITS}
