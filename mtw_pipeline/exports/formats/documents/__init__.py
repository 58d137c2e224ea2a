"""Formats of JSON documents: pages, lines or the elements of one array. Each finds the tweets of a document."""
