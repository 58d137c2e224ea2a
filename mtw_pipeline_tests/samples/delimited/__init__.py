"""Samples of the formats of tables."""
