"""The methods note of the page: what was done is told as it was done, and no deed that was none."""

import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from mtw_pipeline.exports.filled_fields import FilledFields
from mtw_pipeline.report.faces import TEAM, Face
from mtw_pipeline.report.facts.coding import CodingFacts, Decisions, SampleDraw
from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.text import Sentiment
from mtw_pipeline.report.facts.tweets import PlatformCount
from mtw_pipeline.report.page import render
from mtw_pipeline.study.settings import CodingSettings
from mtw_pipeline_tests.unit.report.pages import Page, empty_facts, make_facts


def test_the_methods_note_can_go_into_a_paper() -> None:
    facts = make_facts()
    words = Page(render(facts)).words
    for sentence in (
        "By 2 coders ( A , B ), blind to each other; 2 of the 3 sampled tweets were given to all, the rest was",
        "of each measure of agreement by the method beside it in Table S41",
        "plain (group, 9 terms)",
        "A simple random sample without replacement, seed 7",
        "2 tweets are on the study's register of tweets that their authors deleted or withdrew",
        "A variable is reported from an agreement of 0.80 on, plain from 0.80 ( plain ); below it stands in no table.",
        "Communities by the Leiden algorithm (Traag et al. 2019), seed 1",
        f"duckdb {version('duckdb')}",
    ):
        assert sentence in words
    assert "Fleiss, Cohen and Everitt" not in words, "the method of an interval depends on how many coded"
    assert "No variable is coded by people." in Page(render(replace(facts, coding=CodingFacts()))).words


_DIFFERED = "(each of one variable of one tweet): {} decided by somebody else or by the coders together"


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        (Decisions(0, 0), "Coders differed on none."),
        (Decisions(5, 5), f"Coders differed on 5 codes {_DIFFERED.format('5 were')}."),
        (Decisions(5, 1), f"{_DIFFERED.format('1 was')}, 4 are not decided and stand in no table of codes."),
        (Decisions(1, 0), f"on 1 code {_DIFFERED.format('0 were')}, 1 is not decided and stands in no table of codes."),
    ],
)
def test_the_methods_note_tells_what_became_of_differing_codes(decisions: Decisions, said: str) -> None:
    facts = make_facts()
    assert said in Page(render(replace(facts, coding=replace(facts.coding, decisions=decisions)))).words


def test_the_methods_note_of_one_coder_tells_of_no_other() -> None:
    facts = make_facts()
    alone = replace(facts.coding.variables[0], shared_tweets=0, reason="one coder alone: agreement is not known")
    of_one = facts.settings.model_copy(update={"coding": CodingSettings(coders=("Ana",))})
    coding = replace(facts.coding, variables=(alone,), agreement=())
    words = Page(render(replace(facts, settings=of_one, coding=coding, sample=SampleDraw(3, 7, 9, "a" * 32)))).words
    assert "By 1 coder ( Ana ). plain : one coder alone: agreement is not known ." in words
    assert words.count("agreement is not known") == words.count("one coder alone")
    for deed in ("blind to each other", "given to all", "Coders differed", "is reported from an agreement"):
        assert deed not in words


def test_the_methods_note_tells_each_threshold() -> None:
    facts = make_facts()
    lowered = replace(facts.coding.variables[0], threshold=0.7, lowered_because="rare categories")
    words = Page(render(replace(facts, coding=replace(facts.coding, variables=(lowered,))))).words
    assert "from an agreement of 0.80 on, plain from 0.70 ( rare categories ); below it stands in no table." in words


def test_the_methods_note_says_whence_the_classes_of_leaders_are() -> None:
    facts = make_facts()
    assert "what an account is follows from words of its name and profile" in Page(render(facts)).words
    listed = facts.settings.network.model_copy(update={"classes_file": Path("leaders.csv")})
    words = Page(render(replace(facts, settings=facts.settings.model_copy(update={"network": listed})))).words
    assert "follows from the study's own list, and where that says nothing from words of its name and profile" in words


def test_the_methods_note_of_a_network_without_ties_tells_of_no_community() -> None:
    facts = make_facts()
    without = Page(render(replace(facts, communities=(), leaders=()))).words
    assert "Network Directed." in without
    for deed in ("Communities by the Leiden algorithm", "Leaders are the", "what an account is follows from"):
        assert deed in Page(render(facts)).words
        assert deed not in without


@pytest.mark.parametrize(
    ("scorers", "rule"),
    [
        (["vader 3.3.2"], "Label: VADER: positive from compound 0.05, negative to -0.05, else neutral (its authors' t"),
        (["word_list (a, b)", "transformer some/model 0123456789ab"],
         "Label: word lists: by the sign of compound; a transformer: the likeliest."),
    ],
)  # fmt: skip
def test_the_methods_note_tells_the_rules_of_the_scorers_that_ran(scorers: list[str], rule: str) -> None:
    facts = make_facts()
    scored = tuple(Sentiment(scorer, 9, 5, 3, 1) for scorer in scorers)
    words = Page(render(replace(facts, sentiment=scored))).words
    assert rule in words
    assert ("a transformer: the likeliest" in words) == any(one.startswith("transformer") for one in scorers)


@pytest.mark.parametrize("by_people", [True, False])
def test_the_software_of_a_model_is_told_where_one_ran(monkeypatch: pytest.MonkeyPatch, *, by_people: bool) -> None:
    """An editor asks which model of which version a number rests on."""
    monkeypatch.setattr("mtw_pipeline.report.page.find_spec", lambda name: name)
    monkeypatch.setattr("mtw_pipeline.report.page._version", lambda name: f"7.7 of {name}")
    facts = make_facts()
    assert "transformers 7.7" not in Page(render(facts)).words
    machine = replace(facts.coding.machine[0], scorer="logistic regression on embeddings by some/model 0123456789ab")
    with_model = (
        replace(facts, coding=replace(facts.coding, machine=(machine,)))
        if by_people
        else replace(facts, sentiment=(Sentiment("transformer some/model 0123456789ab", 9, 5, 3, 1),))
    )
    words = Page(render(with_model)).words
    assert "scikit-learn 7.7 of scikit-learn, transformers 7.7 of transformers, torch 7.7 of torch." in words
    assert "some/model 0123456789ab" in words


def test_a_machine_that_had_too_few_codes_is_no_method() -> None:
    """The note told how it was tested and corrected, and the report from how many tweets it had learned."""
    facts = make_facts()
    few = replace(
        facts.coding.machine[0], cohens_kappa=None, low=None, high=None, is_shown=False, reason="only 9 are coded"
    )
    named = ("Machine-assisted codes plain", "prediction-powered inference", "learned from 9 tweets")
    assert [one in Page(render(facts)).words for one in named] == [True] * 3
    words = Page(render(replace(facts, coding=replace(facts.coding, machine=(few,), estimates=())))).words
    assert [one in words for one in named] == [False] * 3
    assert "no codes are proposed: only 9 are coded" in words


def test_the_methods_note_says_of_which_measures_retweets_are_left_out() -> None:
    facts = make_facts()
    all_of_them = "Words, hashtags, emoji and sentiment therefore count what was passed on"
    assert all_of_them in Page(render(facts)).words
    words = facts.settings.words.model_copy(update={"drop_retweets": True})
    said = Page(render(replace(facts, settings=facts.settings.model_copy(update={"words": words})))).words
    assert all_of_them not in said
    assert "Hashtags, mentions, emoji and links therefore count what was passed on as well as what was" in said
    assert "written; words, word lists, sentiment and style leave retweets out." in said


def test_the_methods_note_follows_the_study() -> None:
    facts = make_facts()
    netlytic = replace(
        facts,
        files=(replace(facts.files[0], format="netlytic"),),
        filled_fields=(FilledFields("netlytic", 9, 0, 9, 9, 0, 0, 9, 4, 4),),
        settings=facts.settings.model_copy(update={"export_time_zones": {"netlytic": "America/Toronto"}}),
    )
    netlytic = replace(netlytic, sentiment=(Sentiment("vader 3.3.2", 9, 5, 3, 1),))
    words = Page(render(netlytic)).words
    assert "Tweets posted from 5 December 2020, 00:00, to 22 January 2021, 24:00, UTC" in words
    assert "they were read as America/Toronto" in words
    assert "retweet > reply > quote tweet > tweet" in words
    assert "positive from compound 0.05" in words
    assert (
        "Netlytic CSV or XLSX (Twitter) (all rows say: whether they are retweets, whether they are replies, user ids;"
        " some say: followers, languages; none says: likes, whether they are quote tweets, media)."
    ) in words
    assert "Netlytic" not in Page(render(facts)).words


def test_before_anybody_has_coded_the_methods_note_tells_a_plan_and_no_deed() -> None:
    facts = make_facts()
    uncoded = CodingFacts(variables=(replace(facts.coding.variables[0], coded_tweets=0, shared_tweets=0),))
    words = Page(render(replace(facts, coding=uncoded))).words
    assert (
        "Nobody has coded yet. Planned for 2 coders, blind to each other, with a reliability set of 2 tweets" in words
    )
    nobody = facts.settings.model_copy(update={"coding": CodingSettings()})
    undrawn = SampleDraw(0, None, None, None)
    unnamed = Page(render(replace(facts, coding=uncoded, settings=nobody, sample=undrawn))).words
    assert "Coding No tweet was coded by people. References" in unnamed, "a study that names no coders plans no coding"
    one = facts.settings.model_copy(update={"coding": CodingSettings(coders=("Ana",))})
    alone = Page(render(replace(facts, coding=uncoded, settings=one))).words
    assert "Nobody has coded yet. Planned for 1 coder, so that agreement will not be known." in alone
    for deed in ("were given to all", "were decided by", "Crosstabs by Pearson"):
        assert deed in Page(render(facts)).words
        assert deed not in words


@pytest.mark.parametrize("face", [TEAM, Face(is_published=True)])
def test_the_methods_note_of_ties_alone_tells_of_no_tweets(face: Face) -> None:
    facts = empty_facts()
    ties = replace(make_facts().files[0], format="edge_list", rows_read=7, rows_taken=7, rows_rejected=0, notes=())
    alone = replace(facts, files=(ties,), totals=replace(facts.totals, tie_rows=7))
    words = Page(render(alone, face=face)).words
    note = words[words.rindex("Methods note") :]
    assert "Window Ties from 5 December 2020, 00:00, to 22 January 2021, 24:00, UTC. Rows with a time outside" in note
    assert "ties of edge lists that tell no time are taken as those of the window" in note
    assert "A row of an edge list is rejected if it does not name two accounts" in note
    assert "Ties of edge lists lead from source to target, as their files have them" in note
    assert "A tie leads from the source to the target of a row of an edge list, and counts once" in words
    of_tweets = (
        "A tweet that was collected more than once", "Type of tweet Exclusive", "The text of a retweet is",
        "stop words", "A count that an export does not carry", "Word lists", "Nobody has coded", "No tweet was coded",
        "retweeter", "export-ids", "if its tweet id",
    )  # fmt: skip
    assert [one for one in of_tweets if one in note] == []
    tweets = Page(render(make_facts(), face=face)).words
    note = tweets[tweets.rindex("Methods note") :]
    assert [one for one in of_tweets[:6] if one not in note] == []
    assert "edge list" not in note
    both = make_facts()
    mixed = Page(render(replace(both, totals=replace(both.totals, tie_rows=7)), face=face)).words
    assert "retweets or quotes, or from the source to the target of a row of an edge list, and counts once" in mixed


def _of_platforms(*platforms: str) -> str:
    counts = tuple(PlatformCount(one, 3, 2, 2, 1, 0, 0) for one in platforms)
    return Page(render(replace(make_facts(), platforms=counts))).words


@pytest.mark.parametrize(
    ("platforms", "retweets", "languages"),
    [
        (("x",), "", "As X recognised them; nothing here recognises any."),
        (("bluesky",), "Retweets are reposts on Bluesky.", "As their authors' programs say; nothing here"),
        (("mastodon",), "Retweets are boosts on Mastodon.", "As their authors' programs say; nothing here"),
        (
            ("x", "mastodon", "bluesky"),
            "Retweets are boosts on Mastodon and reposts on Bluesky.",
            "As X recognised them; of other platforms as their authors' programs say; nothing here",
        ),
    ],
)
def test_the_page_tells_of_the_platforms_that_it_is_of(
    platforms: tuple[str, ...], retweets: str, languages: str
) -> None:
    words = _of_platforms(*platforms)
    assert languages in words
    assert retweets in words
    others = {"bluesky": "Bluesky", "mastodon": "Mastodon"}
    assert [name for one, name in others.items() if one not in platforms and f"on {name}" in words] == []
    assert ("X lets ids be shared, and no texts" in words) == ("x" in platforms)
    assert ("name the accounts of authors" in words) == (platforms != ("x",))


def test_languages_that_no_export_says_are_recognised_by_nobody() -> None:
    facts = replace(make_facts(), languages=Languages((LanguageCount(None, 9),)))
    words = Page(render(facts)).words
    assert "No export says it; nothing here recognises any." in words
    assert "As X recognised" not in words


def test_what_the_study_sets_of_sample_and_words_is_told_as_it_is() -> None:
    facts = make_facts()
    kept = facts.settings.words.model_copy(update={"keep_handles": True, "keep_hashtags": False})
    settings = facts.settings.model_copy(update={"words": kept})
    words = Page(render(replace(facts, settings=settings, withdrawn_tweets=0))).words
    assert "Left out are links, hashtags, stop words." in words
    assert "register of tweets" not in words
    assert "hashtags are left out. " in words
    assert "Words, hashtags, emoji and sentiment therefore count what was passed on" in words
    kept = kept.model_copy(update={"drop_study_hashtags": True, "drop_retweets": True})
    words = Page(render(replace(facts, settings=facts.settings.model_copy(update={"words": kept})))).words
    assert "hashtags are left out. " in words
    assert "percent of the tweets whose words are counted, which retweets are not." in words


def test_a_sample_is_told_as_it_was_drawn_whatever_study_toml_says_now() -> None:
    """Sheets freeze the sample, and [sample] may be changed behind them."""
    facts = make_facts()
    asked = facts.settings.sample.model_copy(
        update={"stratify_by": "language", "include_retweets": False, "languages": ("es",)}
    )
    facts = replace(facts, settings=facts.settings.model_copy(update={"sample": asked}))
    words = Page(render(facts)).words
    assert "A simple random sample without replacement, seed 7: tweets in the order of the MD5" in words
    assert "the first 3, of 9 tweets." in words
    assert "too wide for one of strata" not in words
    assert "9 tweets, retweets included" in words
    assert "retweets were not drawn" not in words
    drawn = replace(facts.sample, stratified_by="tweet_type", with_retweets=False, of_languages=("en", "und"))
    words = Page(render(replace(facts, sample=drawn))).words
    assert "A random sample stratified by tweet type, each stratum with its share, without replacement" in words
    assert "the first 3 by stratum, of 9 tweets that are no retweets in en, und ." in words
    assert "Intervals are those of a simple sample, which are rather too wide for one of strata." in words
    assert "9 tweets, retweets left out" in words
    assert "Type of tweet: retweets were not drawn" in words
    untold = replace(facts.sample, stratified_by=None, with_retweets=None, of_languages=None)
    words = Page(render(replace(facts, sample=untold))).words
    assert "A random sample without replacement, seed 7" in words
    assert "the first 3, of 9 tweets." in words
    assert "retweets included" not in words


@pytest.mark.parametrize(
    ("sampled", "frame", "said"),
    [
        (3, 30, "the first 3, of 30 tweets. Coding"),
        (3, 29, "of 29 tweets. Intervals take no account of how large a part of the tweets was drawn"),
        (9, 9, "Sample All 9 tweets, for the study asks for as many or more. Intervals then tell"),
        (1, 1, "Sample All 1 tweet, for the study asks for as many or more."),
    ],
)
def test_what_intervals_are_worth_follows_from_how_much_was_drawn(sampled: int, frame: int, said: str) -> None:
    """All tweets of a small collection were told as a random sample of them."""
    facts = make_facts()
    words = Page(render(replace(facts, sample=replace(facts.sample, sampled=sampled, frame_size=frame)))).words
    assert said in words
    assert ("Cochran, W. G." in words) == ("Intervals take no account" in said)
    assert ("A simple random sample" in words) == (sampled < frame)


@pytest.mark.parametrize(
    ("shared", "said"),
    [
        (0, "no tweet was given to several."),
        (1, "1 of the 3 sampled tweets was given to all, the rest was divided."),
        (3, "all 3 sampled tweets were given to all."),
    ],
)
def test_how_many_tweets_all_coders_were_given_is_told_as_it_was(shared: int, said: str) -> None:
    facts = make_facts()
    words = Page(render(replace(facts, sample=replace(facts.sample, reliability_tweets=shared)))).words
    assert f"blind to each other; {said}" in words


def test_the_methods_note_says_how_a_window_was_collected() -> None:
    words = Page(render(make_facts("#InventedTag"))).words
    assert (
        "posts of 2020-12-06 12:00 to 2020-12-06 12:00; asked 2020-12-06 12:00 to 2020-12-06 12:00 in 2 sittings"
        " (stopped: no answer" in words
    )
    assert "250 posts came on 3 pages, by 4 requests; the platform had counted 260 posts. May be lacking:" in words
    assert "1 post came on 1 page, by 1 request. No gap is known." in words
    assert "Collections" not in Page(render(empty_facts())).words


@pytest.mark.parametrize(
    ("face", "commands"),
    [
        (TEAM, ["mtw run", "study.toml", "incoming/", "coding/", "mtw export-ids"]),
        (
            Face(is_published=True, fewest_people=5, is_identified=False),
            ["mtw run", "mtw supplement", "study.toml", "incoming/", "coding/", "pseudonym.key", "mtw export-ids"],
        ),
    ],
    ids=["team", "public"],
)
def test_the_methods_note_says_how_the_page_is_made_anew(face: Face, commands: list[str]) -> None:
    note = render(make_facts(), face=face).partition("<dt>Reproduction</dt>")[2].partition("</dd>")[0]
    assert re.findall("<code>(.*?)</code>", note) == commands
