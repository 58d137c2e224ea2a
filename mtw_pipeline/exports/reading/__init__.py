"""Reading export files: the way of a file, the same for every format.

What belongs here: opening, sniffing, recognising, staging, validating. What does not: what a format means (formats/).
A file goes one way: ``archives`` unpacks, ``sniffing`` looks at its beginning, ``recognition`` finds the format,
``tables``, ``columnar`` or ``json_files`` stages its rows, ``validation`` accepts or rejects them, and ``window`` calls
all of these.
"""
