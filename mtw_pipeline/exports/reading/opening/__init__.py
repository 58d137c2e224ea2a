"""What is inside a file, whatever format it turns out to be of: cells of a workbook, documents of a text, encodings.

What belongs here: reading kinds of content, and what libraries raise where one is damaged. What does not: opening a
file (files.py), what its beginning says of it (sniffing/), and which format it is of (recognition.py).
"""
