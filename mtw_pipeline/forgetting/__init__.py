"""Tweets and users that must be forgotten, because their authors deleted or withdrew them.

What belongs here: which are forgotten, and taking them out of everything that a study keeps. What does not: how a
window is made anew (defs/), commands (cli/).
"""
