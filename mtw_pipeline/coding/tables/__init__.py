"""Tables of codes: tests of crosstabs, and the tables in the forms that papers and other programs want."""
