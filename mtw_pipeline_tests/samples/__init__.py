"""A small invented export of every format: one module a format, named after it, with its SAMPLE."""
