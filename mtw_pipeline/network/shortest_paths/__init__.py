"""Shortest paths of a layer, exact: how far accounts are from each other, by many breadth-first searches at once.

What belongs here: the searches, and what is measured by nothing else. What does not: the metrics that say so
(metrics.py, centralities.py), and what a search may cost (budget.py).
"""
