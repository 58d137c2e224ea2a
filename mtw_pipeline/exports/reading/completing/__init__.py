"""Rows that say too little by themselves, and what completes them: other rows of their file, or of the window.

What belongs here: a kind of such rows a module. What does not: files beside an export (companions.py).
"""
