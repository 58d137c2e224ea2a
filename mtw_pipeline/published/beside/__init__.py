"""What of the analysts' copy is made beside the run, before its own step and in another process.

What is lent for it, and when: lent.py. What is masked ahead: ahead.py. The process: process.py; what it does: work.py.
What masks many values at once, there or here: masks.py.
"""
