"""Files of JSON: from text to documents, and from documents to rows.

What belongs here: finding documents and asking them. What does not: what a document means (formats/documents/).
"""
