"""Whether the exports of a window are those that the warehouse was made of, whenever they were written or copied.

What belongs here: that. What does not: what tells in a moment that nothing changed (study/inputs.py), which is asked
first.
"""

from pathlib import Path

import duckdb

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS


def are_as_read(study: Study, window: CollectionWindow) -> bool:
    """Whether the exports of a window are by name, size and content what was read, every one of them and no other.

    Of an archive with several files this is not known: False. Contents are looked at only where all sizes are as they
    were. No connection of this process may have the warehouse open.
    """
    read = _read(study.warehouse, window)
    folder = study.incoming_of(window)
    exports = [ExportFile.within(folder, path) for path in study.exports_of(window)]
    sizes = {export.name: export.stamp()[0] for export in exports}
    if sizes != {name: size for name, (size, _) in read.items()}:
        return False
    return all(export.sha256() == read[export.name][1] for export in exports)


def _read(warehouse: Path, window: CollectionWindow) -> dict[str, tuple[int, str]]:
    """Of each export that was read its size and SHA-256; of none where the warehouse cannot be asked."""
    asked = f"select export_file, bytes, sha256 from {COLLECTION_EXPORTS.name} where collection_window = $window"
    try:
        with duckdb.connect(str(warehouse), read_only=True) as asking:
            rows = asking.execute(asked, {"window": window.key}).fetchall()
    except duckdb.Error:
        return {}
    return {str(name): (int(size), str(digest)) for name, size, digest in rows}
