"""Formats of JSON: a document is a page, a line or the element of an array, and a format finds the tweets in it."""
