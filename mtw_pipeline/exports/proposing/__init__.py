"""A column map for a file of no known format, proposed from its names and its contents.

What belongs here: names of columns in several languages, what cells look like, and what follows from both. What does
not: reading by a map (reading/), and how a proposal is shown (cli/commands/export.py).
"""
