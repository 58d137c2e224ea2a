"""Dictionaries of style: categories and the terms that belong to them.

What belongs here: reading LIWC's two file formats, and finding the categories of a word. What does not: counting over a
window (style.py, sql/text/style/). LIWC's own dictionaries are licensed and are never here; ``open_english.dic`` is
this program's own (docs/word-lists.md).
"""
