"""Figures of the report as files for print: charts, the map of the network, its ties.

What belongs here: drawing. What does not: counting (sql/), coordinates (network/layouts/), the pages (page.py).
"""
