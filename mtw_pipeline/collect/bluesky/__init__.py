"""Bluesky: its search, its stream, and the counts of posts that were found before.

What belongs here: what is this platform's alone. What does not: plans, waiting and files (collect/).

| module | holds |
|---|---|
| session.py | signing in, and one request |
| search.py | the collector: a search in slices of time |
| counts.py | posts by their addresses, once more |
| listening.py | the listener: the stream, its cursor, and what of it is kept |
| stream_files.py | the listener's files, by window and day |
"""
