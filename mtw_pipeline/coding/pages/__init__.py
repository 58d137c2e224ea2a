"""Pages to code and to decide on, each one file that needs no server and no network; and what they save.

What belongs here: what a page holds, its scripts (templates/), and the shape of what it saves. What does not: which
tweets stand on whose page (sheets/of_window.py), and taking saved codes into the journal (sheets/importing.py).
"""
