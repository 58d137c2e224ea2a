"""X: its search, and the counts of posts that were found before.

What belongs here: what is this platform's alone. What does not: plans, waiting and files (collect/).

| module | holds |
|---|---|
| client.py | one request, through tweepy |
| search.py | the collector: recent search and full archive, and counts before them |
| counts.py | posts by their ids, once more |
"""
