"""Formats of tables: CSV, TSV, workbooks and Parquet. The mapping of each stands in sql/exports/formats/."""
