"""A small invented export of every format: one module a format, in a folder as its format's, with its SAMPLE."""
