"""Tables of codes: tests of crosstabs, and the tables in the forms that papers and other programs want.

What belongs here: tests, and files for Word, SPSS and spreadsheets. What does not: counting (sql/tables/coding/).
"""
