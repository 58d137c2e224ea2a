"""Cells of a table that hold no value, or one in another form than their format's.

What belongs here: finding such cells in file_rows and putting what they are in their place. What does not: types
(sql/exports/reading/validated_rows.sql).
"""
