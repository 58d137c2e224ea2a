"""Coding by people: the sample frozen for it, sheets out and in, agreement, tables of codes, and machine proposals.

What belongs here: what happens between a drawn sample and final codes. What does not: statements (sql/), tables
(warehouse/tables/), when something runs (defs/assets/coding.py), commands (cli/commands/coding.py).
"""
