"""Formats with a header: CSV, TSV and workbooks. Each has its mapping beside it, in sql/exports/formats/."""
