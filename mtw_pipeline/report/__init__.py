"""The report of one collection window: its figures, and the page that shows them.

What belongs here: reading figures from the tables (facts/ and sql/report/), putting them on a page (page.py and
templates/), writing the page (writing.py). What does not: computing a measure, which fills a table of its own
before the report reads it, and running any of this as a step (defs/assets/report.py).
"""
