"""How large what an export holds may be."""

from typing import Annotated

from pydantic import Field

from mtw_pipeline.study.settings.base import Count, Settings

_MEGABYTE = 1 << 20


class BoundSettings(Settings):
    """``[bounds]``: beyond these a file is refused, so that it costs itself alone, and in seconds.

    No export that was seen comes near them; whoever has a larger one raises them.
    """

    unpacked_megabytes: Annotated[Count, Field(le=1 << 30)] = 256
    unpacked_ratio: Annotated[Count, Field(le=1_000_000)] = 200
    cell_megabytes: Annotated[Count, Field(le=1 << 11)] = 16
    document_megabytes: Annotated[Count, Field(le=1 << 20)] = 1024
    workbook_megabytes: Annotated[Count, Field(le=1 << 20)] = 2048
    sheet_rows: Count = 1_048_576
    sheet_cells: Count = 100_000_000
    columns: Annotated[Count, Field(le=100_000)] = 16_384

    def unpacked_bytes(self, packed: int) -> int:
        """How many bytes may come out of so many packed ones."""
        return max(self.unpacked_megabytes * _MEGABYTE, self.unpacked_ratio * packed)

    @property
    def cell_characters(self) -> int:
        """How long a cell, or a line outside of quotation marks, may be."""
        return self.cell_megabytes * _MEGABYTE

    @property
    def document_characters(self) -> int:
        """How long a JSON document may be, which memory holds as a whole."""
        return self.document_megabytes * _MEGABYTE

    @property
    def workbook_bytes(self) -> int:
        """How large a part of a workbook may be, unpacked; memory holds one of them, the texts, as a whole."""
        return self.workbook_megabytes * _MEGABYTE
