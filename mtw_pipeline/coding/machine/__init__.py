"""A machine that learns from people's codes, tested on tweets that it did not learn from.

What belongs here: learning, testing, proposing. What does not: final codes, which are people's alone.
"""
