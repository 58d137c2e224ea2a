"""Notebooks on the analysts' copy: the questions of docs/analysts.md as cells, for marimo (Python) and Quarto (R).

What belongs here: writing the two files. What does not: the questions themselves (docs/analysts.md), and opening a
notebook (cli/commands/notebook.py). Neither file holds data.
"""
