"""The export formats: one module a format, behind one registry.

What belongs here: what each format's files look like and what they mean, as a ``DelimitedFormat`` (delimited/) or a
``JsonFormat`` (documents/). What does not: opening files and sorting rows (reading/). docs/adding-a-format.md leads
through a new one.
"""
