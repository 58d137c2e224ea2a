"""What goes out to coders and comes back: sheets, and for a window the pages too.

What belongs here: who codes what, writing sheets, reading and checking what comes back, sheets to be corrected. What
does not: how a page looks (pages/), and what becomes of codes (journal.py, agreement/).
"""
