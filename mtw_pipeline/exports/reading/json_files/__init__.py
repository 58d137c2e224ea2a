"""Files of JSON: from a file to its documents, and from documents to rows.

What belongs here: finding documents and asking them. What does not: parsing a text (opening/json_texts.py), what a
document means (formats/documents/).
"""
