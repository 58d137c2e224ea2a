"""Layouts of a network: where accounts stand in its pictures.

What belongs here: places. What does not: drawing them (report/drawings/), and partitions (communities.py).
"""
