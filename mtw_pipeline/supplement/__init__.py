"""The supplement: the report for publication, which names nobody and shows no count behind which few people stand.

What belongs here: from the facts of the report to those that may be published, the search of the finished page, the
PDF. What does not: the facts, templates and figures (report/), masking and searching (published/).
"""
