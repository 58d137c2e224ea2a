"""The Dagster UI of a study, for the person at this machine and nobody else.

What belongs here: serving it, and who may ask. What does not: what it shows (defs/), and the command (cli/).
"""
