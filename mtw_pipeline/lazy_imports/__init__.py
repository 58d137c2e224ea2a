"""Lazy imports: what libraries import with the first line and a run needs late or never.

What belongs here: putting that off. What does not: which packages these are; who needs them says so.
"""
