"""Samples of the formats of JSON documents."""
