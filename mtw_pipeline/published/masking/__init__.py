"""What stands in place of people in texts: names, handles, ids and addresses found in a text, and what they become.

What belongs here: what in a text may be an address, and masking texts one by one, as sets and token by token. What
does not: what is a name (names/), whom the study knows (people.py), their pseudonyms (pseudonyms.py), the search that
looks whether masking missed anybody (search.py).
"""
