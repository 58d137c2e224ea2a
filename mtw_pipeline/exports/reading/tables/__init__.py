"""Tables of text and of spreadsheets: CSV and its kin, and workbooks.

What belongs here: where a table's rows and cells are. What does not: cells of a workbook (opening/workbooks.py), what a
format's columns are called (formats/), and tables that are stored column by column (columnar/).
"""
