"""What the statements of sql/tables/ ask for besides the window: each bound parameter by its name, from the study.

What belongs here: which function gives which parameters. What does not: what they hold (the function's room). A name
means the same in every statement, so that a new statement that asks for known names needs no line here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from mtw_pipeline.coding.parameters import (
    crosstab_parameters,
    draw_parameters,
    hashtag_parameters,
    threshold_parameters,
)
from mtw_pipeline.network.community_words import community_parameters
from mtw_pipeline.network.leader_classes import leader_parameters
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.domains import domain_parameters
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.text.word_lists import study_list_parameters
from mtw_pipeline.text.words import counted_parameters, pair_parameters, token_parameters
from mtw_pipeline.warehouse.statements import sql_text


@dataclass(frozen=True)
class ParameterSource:
    """A function that gives some parameters.

    Args:
        function: the function.
        takes: what it is called with: the study, its settings, or nothing.
        names: what it gives; a test holds them against what it really gives.
    """

    function: Callable[..., Mapping[str, object]]
    takes: Literal["study", "settings", "nothing"]
    names: tuple[str, ...]

    def parameters(self, study: Study) -> Mapping[str, object]:
        """The parameters, from a study."""
        arguments = {"study": (study,), "settings": (study.settings,), "nothing": ()}
        return self.function(*arguments[self.takes])


PARAMETER_SOURCES: tuple[ParameterSource, ...] = (
    ParameterSource(
        tweet_patterns,
        "nothing",
        (
            "invisible", "link", "link_cut", "hashtag", "hashtag_cut", "mention", "mention_cut", "reply",
            "bluesky_mention", "mastodon_mention", "mastodon_reply", "emoji", "retweet_prefix", "own_address",
            "composed",
        ),
    ),
    ParameterSource(
        token_parameters,
        "settings",
        (
            "invisible", "short_link", "link_cut", "hashtag_cut", "no_hashtag", "unclear_hashtag", "composed", "token",
            "handle_of_x", "token_with_server", "handle_with_server", "unclear_handle", "elongated",
            "keep_handles", "keep_hashtags", "drop_retweets", "dropped",
        ),
    ),
    ParameterSource(counted_parameters, "settings", ("stop_words",)),
    ParameterSource(pair_parameters, "nothing", ("fewest_uses",)),
    ParameterSource(study_list_parameters, "study", ("lists", "kinds", "terms")),
    ParameterSource(community_parameters, "settings", ("smallest", "described", "left_out")),
    ParameterSource(
        leader_parameters, "study", ("most", "rule_classes", "rule_words", "given_accounts", "given_classes")
    ),
    ParameterSource(
        draw_parameters,
        "settings",
        ("size", "seed", "include_retweets", "languages", "stratify_by", "coders", "reliability_size"),
    ),
    ParameterSource(
        threshold_parameters,
        "settings",
        ("threshold", "coder_count", "lowered_variables", "lowered_thresholds", "lowered_reasons"),
    ),
    ParameterSource(crosstab_parameters, "settings", ("row_variables", "column_variables")),
    ParameterSource(domain_parameters, "nothing", ("second_levels", "shorteners")),
    ParameterSource(hashtag_parameters, "settings", ("study_hashtags",)),
)  # fmt: skip

_FROM_THE_RUN = frozenset({"collection_window"})
_PARAMETER = re.compile(r"\$([a-z_]+)")


def asked_names(statement: str) -> frozenset[str]:
    """The names of the parameters of a statement, the window's apart."""
    return frozenset(_PARAMETER.findall(sql_text(statement))) - _FROM_THE_RUN


def parameter_sources_of(statement: str) -> tuple[ParameterSource, ...]:
    """The functions that give what a statement asks for.

    Raises:
        KeyError: nothing gives one of its parameters.
    """
    asked = asked_names(statement)
    unknown = asked - {name for source in PARAMETER_SOURCES for name in source.names}
    if unknown:
        raise KeyError(f"sql/{statement}.sql asks for {', '.join(sorted(unknown))}, which nothing gives")
    sources: list[ParameterSource] = []
    for source in PARAMETER_SOURCES:
        if given := asked & set(source.names):
            sources.append(source)
            asked -= given  # a name means the same wherever it comes from: one source of it is enough
    return tuple(sources)


def statement_parameters(statement: str, study: Study) -> dict[str, object]:
    """What a statement asks for of a study, the window apart.

    Raises:
        UserError: a file that the study names cannot be read.
    """
    asked = asked_names(statement)
    given = {
        name: value for source in parameter_sources_of(statement) for name, value in source.parameters(study).items()
    }
    return {name: given[name] for name in asked}
