"""Layouts of a network: where accounts stand in its pictures.

What belongs here: coordinates. What does not: drawing (report/drawings/), and communities (communities.py).
"""
