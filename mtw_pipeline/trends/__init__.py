"""Change between the windows of a study, with its uncertainty.

What belongs here: measures of every window from the sums of their authors, intervals, tests between successive windows.
What does not: pages (report/), and measures of one window by themselves (text/, network/, coding/).
"""
