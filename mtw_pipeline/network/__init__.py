"""The interaction graph and its metrics.

What belongs here: graphs made from the table interactions, and measures of them. What does not: reading tables and
writing them (defs/), and who named whom (sql/tables/network/interactions.sql).
"""
