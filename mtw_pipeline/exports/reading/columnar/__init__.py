"""Columnar files, Parquet and Arrow: from typed columns to the text that a CSV of the same table would hold.

What belongs here: opening them, and what becomes of types. What does not: what a column means (sql/exports/formats/).
"""
