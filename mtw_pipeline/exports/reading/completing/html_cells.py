"""Cells of tables that are HTML, as Mastodon gives texts: the text that people see takes their place.

What belongs here: which cells, and putting the text back. What does not: what people see (documents/html_texts.py).
"""

from collections.abc import Collection

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.documents.html_texts import is_html, shown_text


def show_html(
    connection: duckdb.DuckDBPyConnection, columns: Collection[str], *, of_mastodon_alone: bool = False
) -> None:
    """Put texts in place of HTML in columns of ``file_rows``; texts without marks stay as they are.

    Args:
        connection: the warehouse's connection.
        columns: names of this program's, of columns that may hold HTML.
        of_mastodon_alone: whether the column ``platform`` says of which rows these are.
    """
    which = " and regexp_matches(platform, '(?i)mastodon')" if of_mastodon_alone else ""
    for name in sorted(columns):
        marked = connection.execute(
            f'select file_number, row_number, "{name}" from file_rows where contains("{name}", chr(60)){which}'
        ).fetchall()
        shown = [
            {"file_number": number, "row_number": row_number, "shown": shown_text(cell).text}
            for number, row_number, cell in marked
            if is_html(cell)
        ]
        if shown:
            connection.register("shown_texts", pa.Table.from_pylist(shown))
            connection.execute(
                f'update file_rows set "{name}" = shown_texts.shown from shown_texts'
                " where file_rows.file_number = shown_texts.file_number"
                " and file_rows.row_number = shown_texts.row_number"
            )
            connection.unregister("shown_texts")
