"""Sniffing an export: what its beginning says of it, before its format is known.

What belongs here: compression, encoding, dialect, the rows that may be its header, the first JSON document. What does
not: which format it is (recognition.py), and what its columns mean (the format's module).
"""
