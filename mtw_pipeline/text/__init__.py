"""What tweets say: words, sentiment, style.

What belongs here: patterns and pure functions on texts. What does not: reading tables and writing them (defs/), and
set work (sql/).
"""
