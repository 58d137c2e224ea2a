"""The one place that knows every export format.

What belongs here: the list of formats. What does not: the choice among them (reading/recognition.py). A new format is a
module of its own and one more line in DELIMITED_FORMATS or JSON_FORMATS (docs/adding-a-format.md).
"""

from difflib import get_close_matches

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.delimited.academictwitter_tidy import ACADEMICTWITTER_TIDY
from mtw_pipeline.exports.formats.delimited.bluesky_table import BLUESKY_TABLE
from mtw_pipeline.exports.formats.delimited.brandwatch import BRANDWATCH
from mtw_pipeline.exports.formats.delimited.communalytic import COMMUNALYTIC
from mtw_pipeline.exports.formats.delimited.dmi_tcat import DMI_TCAT
from mtw_pipeline.exports.formats.delimited.edge_list import EDGE_LIST
from mtw_pipeline.exports.formats.delimited.fourcat_import import FOURCAT_IMPORT
from mtw_pipeline.exports.formats.delimited.fourcat_twitterv2 import FOURCAT_TWITTERV2
from mtw_pipeline.exports.formats.delimited.mastodon_table import MASTODON_TABLE
from mtw_pipeline.exports.formats.delimited.minet import MINET
from mtw_pipeline.exports.formats.delimited.netlytic import NETLYTIC
from mtw_pipeline.exports.formats.delimited.nodexl import NODEXL
from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.formats.delimited.tags import TAGS
from mtw_pipeline.exports.formats.delimited.twarc1_csv import TWARC1_CSV
from mtw_pipeline.exports.formats.delimited.twarc_csv import TWARC_CSV
from mtw_pipeline.exports.formats.delimited.verification_plugin import VERIFICATION_PLUGIN
from mtw_pipeline.exports.formats.delimited.x_archive_csv import X_ARCHIVE_CSV
from mtw_pipeline.exports.formats.documents.bluesky_api import BLUESKY_API
from mtw_pipeline.exports.formats.documents.bluesky_jetstream import BLUESKY_JETSTREAM
from mtw_pipeline.exports.formats.documents.bluesky_records import BLUESKY_RECORDS
from mtw_pipeline.exports.formats.documents.mastodon_api import MASTODON_API
from mtw_pipeline.exports.formats.documents.x_api_v1 import X_API_V1
from mtw_pipeline.exports.formats.documents.x_api_v2 import X_API_V2
from mtw_pipeline.exports.formats.documents.x_archive import X_ARCHIVE
from mtw_pipeline.exports.formats.documents.zeeschuimer import ZEESCHUIMER
from mtw_pipeline.exports.formats.model import DelimitedFormat, JsonFormat
from mtw_pipeline.study.settings import StudySettings

DELIMITED_FORMATS: tuple[DelimitedFormat, ...] = (
    RTWEET,
    NETLYTIC,
    TAGS,
    TWARC_CSV,
    MINET,
    TWARC1_CSV,
    DMI_TCAT,
    FOURCAT_TWITTERV2,
    FOURCAT_IMPORT,
    ACADEMICTWITTER_TIDY,
    NODEXL,
    BRANDWATCH,
    X_ARCHIVE_CSV,
    BLUESKY_TABLE,
    MASTODON_TABLE,
    VERIFICATION_PLUGIN,
    COMMUNALYTIC,
    EDGE_LIST,
)

JSON_FORMATS: tuple[JsonFormat, ...] = (
    X_API_V2,
    X_API_V1,
    ZEESCHUIMER,
    X_ARCHIVE,
    BLUESKY_API,
    BLUESKY_JETSTREAM,
    BLUESKY_RECORDS,
    MASTODON_API,
)


def refuse_unknown_names(settings: StudySettings) -> None:
    """See that every name under ``[export_time_zones]`` is that of a format: a wrong one would change nothing.

    Raises:
        UserError: one is not.
    """
    known = [one.name for one in known_formats()]
    for name in settings.export_time_zones:
        if name not in known:
            like = get_close_matches(name, known, 1)
            nearest = f"; the nearest is {like[0]}" if like else ""
            raise UserError(
                f"export_time_zones.{name} of study.toml: no format is called so{nearest}",
                remedy="mtw formats lists their names; a column map says its time zone itself",
            )


def known_formats() -> list[DelimitedFormat | JsonFormat]:
    """Every format, by name."""
    formats: list[DelimitedFormat | JsonFormat] = [*DELIMITED_FORMATS, *JSON_FORMATS]
    return sorted(formats, key=lambda known: known.name)


def known_format(name: str) -> DelimitedFormat | JsonFormat | None:
    """The format of that name; None for a column map and for what is not known."""
    return next((known for known in known_formats() if known.name == name), None)
