"""The parts of the analysts' copy: a part is one table of one window, a Parquet file.

What belongs here: which parts, and which rows of them, have to be made anew, and writing the files. What does not: what
becomes of a row (copying.py), putting a copy together (publishing.py).
"""
