"""The assets, by stage.

What belongs here: what all tables' assets have in common (table_assets.py), and the assets that Python fills or writes,
a module a stage. What does not: what they depend on and are given (statement_parameters.py, code_versions.py,
resources.py), and a table that its own statement fills, which needs no line anywhere.
"""
