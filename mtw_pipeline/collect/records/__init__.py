"""What was asked for, what came, and what of a window is still to be asked for: all of it follows from the disk.

What belongs here: the record of a collection (record.py), its file of pages (page_file.py), and what all records of a
window say together: spans to ask for (planning.py), gaps (gaps.py), rows of the table (rows.py). What does not: making
a collection (collecting.py).
"""
