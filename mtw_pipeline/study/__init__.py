"""A study: its folder, its settings (study.toml), the template of a new one, and its collection windows.

What belongs here: what a team decides, and where things lie. What does not: reading exports and making tables.
"""
