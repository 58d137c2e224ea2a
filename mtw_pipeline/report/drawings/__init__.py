"""Figures of the report as files for print: charts, the map of the network, its ties. Counting is not done here.

What belongs here: drawing. What does not: counting (sql/), places in a network (network/layouts/), the pages (page.py).
"""
