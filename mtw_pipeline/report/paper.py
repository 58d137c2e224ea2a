"""What the published study of #MarketingTwitter reported, beside what the tables of the same collection give.

What belongs here: its printed figures, the figure of ours that comes nearest to each, and why the two can differ. What
does not: counting (sql/) and showing (templates/parts.html.j2). Ours are never tuned to come nearer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from mtw_pipeline.report.facts.report_facts import ReportFacts
from mtw_pipeline.report.html import coefficient, count, decimal, mean, measure, not_known, part_of_words
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.webpages import visible

_HASHTAG = "marketingtwitter"
_WINDOW = CollectionWindow(date(2020, 12, 5), date(2021, 1, 22))

_LISTS = "Netlytic's word lists are its own and not open; these are named in the methods note"
_LIWC = "LIWC's word lists are licensed and not these"
_LIWC_SCORE = "LIWC's is a percentile of norms that are not open; this is the formula itself"
_BY_LIWC = {
    "tweets": "LIWC itself, tweet by tweet; the paper does not say whether tweets or all texts as one were measured",
    "all texts": "LIWC itself, of all texts as one; another export of the same weeks holds other tweets",
}
_GRAPH = "the paper does not say on which ties, nor whether direction counts"
_MEANS = "of the sampled tweets that are no retweets and whose count is known; counts grow after collection"
_OWN_CODES = "rests on this study's own coders and sample"
_COMPUTED = "computed by stated rules, where the authors coded by hand"
_TOP_50 = "of the 50 most used words, as this study counts them; Netlytic's stop words are its own"
_WORDS_OF_THE_TOP = {
    "Positive words": ("good", "great", "amazing", "love"),
    "Calls to action": (
        "click", "build", "connect", "check", "make", "read", "find", "join", "learn", "share", "dm",
    ),
    "Learning and community": (
        "#marketingtips", "tips", "experience", "reading", "community", "building", "friends", "follow", "followers",
        "team",
    ),
}  # fmt: skip
_TOP = 50
_CODERS = "themes are what coders make of them; the paper prints no counts"
_TABLE_3 = {
    "Propositional knowledge, attention": (
        "self-branding and achievements", "insights from colleagues", "improvements in the profession",
    ),
    "Process knowledge, relevance": (
        "professional development opportunities", "mobilization through call-to-action language",
        "networking opportunities",
    ),
    "Personal knowledge, confidence": ("provide advice/support", "community engagement", "work/life balance"),
    "Know-how knowledge, satisfaction": ("inspirational moments", "amplify content/other members"),
    "Socialization, satisfaction": ("affiliation", "appreciation", "everyday life"),
}  # fmt: skip
_TABLE_1 = {
    "tweet_type": {"tweet": 51, "retweet": 30, "reply": 11, "quote tweet": 9},
    "content_format": {"text only": 58, "image/graphic": 18, "link to article": 16, "multimedia": 8},
    "resources": {"hashtags": 63, "emoji": 26, "tagging": 24},
    "purpose": {
        "information": 36, "community": 27, "inspirational": 19, "action": 10, "appreciation": 5, "other": 2,
    },
    "learning_strategies": {
        "support ideas": 36, "networking & education": 22, "offer/ask advice/support": 15, "self-promotion": 15,
        "amplify others": 10, "other": 2,
    },
}  # fmt: skip
_MOST_WORDS = 5
_KAPPAS = frozenset({"cohens_kappa", "congers_kappa"})
_CELLS = (
    ("purpose", "information", "content_format", "text only", "13.42"),
    ("purpose", "community", "content_format", "text only", "22"),
    ("purpose", "information", "content_format", "link to article", "12"),
    ("purpose", "community", "content_format", "image/graphic", "4"),
    ("learning_strategies", "support ideas", "purpose", "information", "15"),
    ("learning_strategies", "support ideas", "purpose", "inspirational", "13"),
)


@dataclass(frozen=True)
class PaperFigure:
    """A figure that the paper printed.

    Args:
        question: the part of the report that it belongs to: ``collection`` or ``rq1`` to ``rq5``.
        figure: what it is.
        reported: as the paper printed it.
        found: the figure of this collection that comes nearest; it says so where it is not known.
        why: why the two can differ.
    """

    question: str
    figure: str
    reported: str
    found: str
    why: str


def is_the_papers(settings: StudySettings, window: CollectionWindow) -> bool:
    """Whether a study is of the paper's hashtag and the window is the paper's."""
    return window == _WINDOW and _HASHTAG in {hashtag.lower() for hashtag in settings.hashtags}


def paper_figures(facts: ReportFacts) -> tuple[PaperFigure, ...]:
    """The paper's figures beside those of the window; none where the study or the window is another."""
    if not is_the_papers(facts.settings, facts.window):
        return ()
    return tuple(
        figure
        for part in (
            _collection,
            _patterns,
            _recurrent_words,
            _network,
            _users,
            _words_of_the_top,
            _second_hashtag,
            _kappas,
            _table_1,
            _cells,
            _themes,
        )
        for figure in part(facts)
    )


def _collection(facts: ReportFacts) -> Iterator[PaperFigure]:
    why = "another export of the same weeks holds other tweets: deleted, late, or beyond a collector's limits"
    for name, reported, found in (
        ("Tweets", "28,017", facts.totals.tweets),
        ("Users who posted", "9,634", facts.totals.users_who_posted),
        ("Sampled tweets", "1,500", facts.sample.sampled),
    ):
        yield PaperFigure("collection", name, reported, count(found), why)


def _patterns(facts: ReportFacts) -> Iterator[PaperFigure]:
    for sign, posts, terms in (("positive", "3,844", "4,171"), ("negative", "274", "279")):
        for kind, what in ((f"{sign} adjective", "adjectives"), (sign, "words")):
            lists = [entry for entry in facts.text.lists if entry.kind == kind]
            tweets, uses = (lists[0].tweets, lists[0].uses) if lists else (None, None)
            yield PaperFigure("rq1", f"Tweets with {sign} {what}", posts, count(tweets), _LISTS)
            yield PaperFigure("rq1", f"Uses of {sign} {what}", terms, count(uses), _LISTS)
    yield from _style(facts)


def _style(facts: ReportFacts) -> Iterator[PaperFigure]:
    """LIWC's figures of these texts where the team has imported them, else ours that come nearest."""
    style = {entry.measure: entry for entry in facts.text.style}
    words = facts.text.style[0].words if facts.text.style else None
    for name, liwc, key, reported, why in (
        ("Words", "wc", "", "100,070", "LIWC cuts texts into words otherwise"),
        ("Analytic", "analytic", "analytic_cdi", "73.2", _LIWC_SCORE),
        ("Clout", "clout", "clout_signs", "85.78", _LIWC_SCORE),
        ("Authentic", "authentic", "authentic_signs", "35.36", _LIWC_SCORE),
        ("Tone", "tone", "tone_difference", "90.83", _LIWC_SCORE),
        ("Negative emotion, percent of words", "negemo", "negemo", "0.65", _LIWC),
        ("Anxiety, percent of words", "anx", "anx", "0.15", _LIWC),
        ("Anger, percent of words", "anger", "anger", "0.12", _LIWC),
        ("Sadness, percent of words", "sad", "sad", "0.12", _LIWC),
    ):
        theirs = facts.text.of_liwc(liwc)
        shown = part_of_words if why == _LIWC else mean
        if theirs is not None:
            found = count(theirs.words) if liwc == "wc" else shown(theirs.value)
            yield PaperFigure("rq1", f"{name}, by LIWC", reported, found, _BY_LIWC[theirs.measured])
        elif liwc == "wc":
            yield PaperFigure("rq1", name, reported, count(words), why)
        else:
            yield PaperFigure("rq1", name, reported, shown(style[key].value) if key in style else measure(None), why)


def _recurrent_words(facts: ReportFacts) -> Iterator[PaperFigure]:
    for sign, reported in (
        ("positive", "great, good, happy, excited, kind"), ("negative", "bad, tired, terrible, awful, embarrassed"),
    ):  # fmt: skip
        words = next((entry.words for entry in facts.text.lists if entry.kind == f"{sign} adjective"), ())
        found = visible(", ".join(words[:_MOST_WORDS])) or not_known()
        yield PaperFigure("rq1", f"Most recurrent {sign} adjectives", reported, found, _LISTS)


def _words_of_the_top(facts: ReportFacts) -> Iterator[PaperFigure]:
    counted = [entry.name for entry in (*facts.words, *facts.text.more_words)][:_TOP]
    for name, reported in _WORDS_OF_THE_TOP.items():
        among = [word for word in reported if word in counted]
        found = f"{len(among)} of these {len(reported)}: {', '.join(among)}" if among else "none of these"
        yield PaperFigure(
            "rq3", f"{name} among the top 50", ", ".join(reported), found if counted else not_known(), _TOP_50
        )


def _second_hashtag(facts: ReportFacts) -> Iterator[PaperFigure]:
    own = {f"#{hashtag.lower()}" for hashtag in facts.settings.hashtags}
    others = [
        f"#{entry.name.lstrip('#')}" for entry in facts.hashtags if f"#{entry.name.lstrip('#').lower()}" not in own
    ]
    why = "the study's own hashtag apart; another export of the same weeks holds other tweets"
    yield PaperFigure(
        "rq3", "Second most used hashtag", "#MarketingTips", visible(others[0]) if others else not_known(), why
    )


def _kappas(facts: ReportFacts) -> Iterator[PaperFigure]:
    values = [entry.value for entry in facts.coding.agreement if entry.measure in _KAPPAS and entry.value is not None]
    found = f"{coefficient(min(values))} to {coefficient(max(values))}" if values else coefficient(None)
    why = "over the variables that this study's own coders coded; the authors coded six on 170 tweets"
    yield PaperFigure("rq3", "Kappa of a variable, lowest to highest", "0.911 to 0.989", found, why)


def _network(facts: ReportFacts) -> Iterator[PaperFigure]:
    values = {entry.metric: entry.value for entry in facts.network if entry.layer == "name"}
    density = "0.0433 among 9,634 accounts would be four million ties, more than 28,017 tweets hold"
    for name, key, reported, why in (
        ("Diameter, layer name, directed", "diameter_directed", "30", _GRAPH),
        ("Diameter, layer name, undirected", "diameter_undirected", "30", _GRAPH),
        ("Density, layer name", "density_directed", "0.043300", density),
        ("Centralization, layer name, indegree", "indegree_centralization_igraph", "0.077030", _GRAPH),
        ("Modularity, layer name, FastGreedy", "modularity_fastgreedy", "0.741800", _GRAPH),
        ("Two-way tweets, layer name, share", "two_way_tweets", "0.04", _GRAPH),
        ("Outside the five largest communities, share", "share_outside_five_largest", "most", _GRAPH),
    ):
        yield PaperFigure("rq1", name, reported, measure(values.get(key)), why)


def _users(facts: ReportFacts) -> Iterator[PaperFigure]:
    why = f"of the {facts.settings.network.leaders} leaders of the layer of all ties; the paper names no number"
    groups = {group.leads_by: group for group in facts.leader_groups}
    for degree, reported in (("indegree", "about 15,000"), ("outdegree", "under 10,000")):
        group = groups.get(degree)
        followers = mean(group.mean_followers if group else None)
        yield PaperFigure("rq2", f"Mean followers of leaders by {degree}", reported, followers, why)
    both = groups["indegree"].in_both if "indegree" in groups else None
    yield PaperFigure("rq2", "Accounts that lead by both", "1", count(both), why)


def _table_1(facts: ReportFacts) -> Iterator[PaperFigure]:
    found = {(entry.variable, entry.category): entry for entry in facts.coding.frequencies}
    for variable, categories in _TABLE_1.items():
        for category, percent in categories.items():
            entry = found.get((variable, category))
            why = _COMPUTED if entry is not None and entry.is_computed else _OWN_CODES
            name = f"{variable.replace('_', ' ')}: {category}, percent".capitalize()
            yield PaperFigure("rq3", name, str(percent), decimal(entry.percent) if entry else measure(None), why)
    means = {entry.metric: entry.mean for entry in facts.coding.engagement}
    for metric, reported in (("likes", "21"), ("shares", "3"), ("comments", "2")):
        yield PaperFigure("rq3", f"Mean {metric} per tweet", reported, mean(means.get(metric)), _MEANS)


def _cells(facts: ReportFacts) -> Iterator[PaperFigure]:
    found = {
        frozenset({(cell.row_variable, cell.row_category), (cell.column_variable, cell.column_category)}): cell
        for cell in facts.coding.cells
    }
    for variable, category, other, other_category, reported in _CELLS:
        cell = found.get(frozenset({(variable, category), (other, other_category)}))
        name = f"{category} x {other_category}, percent of the sample".capitalize()
        yield PaperFigure("rq4", name, reported, mean(cell.percent_of_all) if cell else measure(None), _OWN_CODES)
    for variable, reported in (("purpose", "information"), ("learning_strategies", "support ideas")):
        cells = [
            cell
            for cell in facts.coding.cells
            if (cell.row_variable, cell.column_variable, cell.column_category) == (variable, "resources", "hashtags")
        ]
        most = max(cells, key=lambda cell: cell.tweets, default=None)
        name = f"{variable.replace('_', ' ')} with the most tweets with hashtags".capitalize()
        yield PaperFigure("rq4", name, reported, visible(most.row_category) if most else not_known(), _OWN_CODES)


def _themes(facts: ReportFacts) -> Iterator[PaperFigure]:
    tweets = {entry.theme: count(entry.tweets) for entry in facts.coding.themes}
    for knowledge, themes in _TABLE_3.items():
        coded = [Markup("{} {}").format(theme, tweets[theme]) for theme in themes if theme in tweets]
        found = Markup("; ").join(coded) + " tweets" if coded else not_known("not coded")
        yield PaperFigure("rq5", f"Themes of {knowledge[0].lower()}{knowledge[1:]}", "; ".join(themes), found, _CODERS)
