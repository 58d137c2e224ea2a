"""Mastodon: the timelines of hashtags at several servers, and the counts of posts that were found before.

What belongs here: what is this platform's alone. What does not: plans, waiting and files (collect/).

| module | holds |
|---|---|
| server.py | one request to a server |
| timeline.py | the collector: from the end of a window to its beginning |
| counts.py | statuses by their ids, once more |
"""
