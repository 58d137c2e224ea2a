"""What LIWC, which the team has licensed and run itself, said of the study's texts.

What belongs here: the table that LIWC wrote, from the file to measures of a window, and how far ours go with it. What
does not: our own measures of style (text/style.py). Nothing of LIWC is needed, or in here.
"""
