"""A study: its folder, its settings (study.toml), the template of a new one, and its collection windows.

What belongs here: what a team decides, and where things lie. What does not: reading exports and making tables. Nothing
of this package is imported here; every other room may import this one.
"""
