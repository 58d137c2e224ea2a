"""Reading exports: one module per format, behind one registry that recognises a file by its content.

What belongs here: what each format means. What does not: what is made of the rows afterwards (sql/, defs/).

A file goes one way: ``files`` opens it and looks at its head, ``registry`` finds the format, the format's module maps
its columns to the fields of ``export_rows``, and ``reading`` sorts the rows into raw_tweets and rejected_rows.
"""
