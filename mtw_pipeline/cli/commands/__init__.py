"""The commands of ``mtw``, a file for those that belong together.

What belongs here: what a command takes, whom it asks, what it prints. What does not: the program that gathers them
(app.py), and what several share (options.py, output.py, hints.py).
"""
