"""Agreement so far, from the study's files: after an import, before any run.

What belongs here: codes of the journal, as the tables will see them. What does not: measures (of_window.py,
over_time.py), printing (cli/).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mtw_pipeline.coding.agreement.confusion import Confusion, confusion
from mtw_pipeline.coding.agreement.of_window import sets_by_variable
from mtw_pipeline.coding.agreement.over_time import CodeRow, Course, over_time_rows
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.frozen_sample import sample_of
from mtw_pipeline.coding.journal import current, journal_of
from mtw_pipeline.coding.present_codes import without_not_asked
from mtw_pipeline.coding.shown_tweets import sample_facts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class AgreementSoFar:
    """Agreement on one variable.

    Args:
        variable: its name.
        tenths: its rows of agreement_over_time, the first tenth first; never empty.
        confusion: which categories are confused.
    """

    variable: str
    tenths: tuple[Mapping[str, object], ...]
    confusion: Confusion

    @property
    def latest(self) -> Mapping[str, object]:
        """The row of the last tenth, whose measure is of everything so far."""
        return self.tenths[-1]


def agreement_so_far(study: Study, window: CollectionWindow) -> list[AgreementSoFar]:
    """Agreement on every variable of which two coders coded a tweet, in the codebook's order."""
    sample = sample_of(study, window) or ()
    sampled = {one.tweet_id for one in sample}
    variables = coded_by_people(study.settings)
    by_name = {one.name: one for one in variables}
    of_sample = [one for one in journal_of(study, window) if one.tweet_id in sampled]
    entries = without_not_asked(variables, of_sample, sample_facts(study, window, sample))
    codes: list[CodeRow] = sorted(
        (one.tweet_id, one.variable, one.coder, code)
        for one in current(entries).values()
        if one.kind == "code" and (variable := by_name.get(one.variable))
        for code in variable.parts(one.code)
        if code in variable.present_names
    )
    course = Course.of(((one.tweet_id, one.draw_order, one.is_reliability) for one in sample), entries)
    rows = over_time_rows(codes, course, study.settings)
    given = sets_by_variable(codes)
    found = []
    for variable in variables:
        tenths = tuple(row for row in rows if row["variable"] == variable.name)
        if tenths:
            names = [category.name for category in variable.categories]
            found.append(AgreementSoFar(variable.name, tenths, confusion(given[variable.name], names)))
    return found
