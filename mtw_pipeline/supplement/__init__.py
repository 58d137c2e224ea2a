"""The supplement: the publication's face of the report, in which nobody is named and few people hide behind no count.

What belongs here: from the facts of the report to those that may be published, the search of the finished page, the
PDF. What does not: the facts, templates and figures (report/), masking and searching (published/).
"""
