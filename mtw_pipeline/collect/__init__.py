"""From hashtags and days to files in a window's folder: posts collected from X, Bluesky and Mastodon.

What belongs here: asking a platform through its library, writing its pages as they came, and the record of what was
asked. What does not: reading these pages (exports/), which knows no more of them than of anybody's files.

A collection is the pages of one question (``collector.Question``: a server, an endpoint, a query) for one span of time.
While it goes on it lies in ``incoming/WINDOW/.collections/``: NAME.jsonl.gz.part with the pages, and NAME.json, its
record (``records/``). When it is whole the pages become ``incoming/WINDOW/NAME.jsonl.gz``; the record stays where it
is, and readers leave it out as they leave out whatever is hidden.

| module | holds |
|---|---|
| collector.py | the interface of a collector, and what goes over it: question, span, page, place |
| requester.py | one request: waiting for rate limits, trying again, giving up in words; the clock |
| answers.py, http_adapter.py | the bounds of an answer: how large, how slow, how deep |
| certificates.py | whether those that the environment names can be read |
| proxies.py | what is said of those that the environment names where a library can use none |
| endless.py | whether a collection gets on, or the server leads on for ever |
| records/record.py | the record of a collection, and the records of a window |
| records/page_file.py | the file of pages, each a gzip member, and cutting off what a kill left half written |
| records/planning.py | which spans of a window are still to be asked for |
| records/gaps.py, records/rows.py | what collections may lack, all together; records as rows of a table |
| times.py | times as programs write them |
| collecting.py | the way of a collection from its plan to a whole file |
| windows.py, unattended.py | which window is collected where nobody names one; collecting where nobody can be asked |
| keys.py | tokens and passwords: where they come from, and keeping them out of sight |
| sources.py | from a ``[[collect]]`` table to its collector |
| x/ | X: search and counts |
| bluesky/ | Bluesky: its search, its stream |
| mastodon/ | Mastodon: several servers |
| marked_hashtags.py | whether a post of Bluesky holds a hashtag |
| collected.py | the posts that collections hold, by the names that platforms give them |
| post_lists.py | lists of posts that may be longer than memory |
| refreshing.py, counts.py | asking again for them: their counts of today, and which are gone |
| proposals.py | lists of posts that are gone, for people to look at |
"""
