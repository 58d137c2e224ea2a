"""What a report says, as values: read from the tables of one window, a class for each statement of sql/report/.

What belongs here: reading and naming figures. What does not: how a figure is written or drawn (page.py, drawings/), and
what a page withholds (withheld.py).
"""
