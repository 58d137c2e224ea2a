"""Sheets for coders: written, read back when they are filled, and corrected where a cell cannot be taken."""
