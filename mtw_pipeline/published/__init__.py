"""The analysts' copy: what it holds of people, its tables, views and Parquet files, and how it is swapped in.

What belongs here: making published/ from the warehouse. What does not: what a column holds of people (tables/), the
statements of the views (sql/published/views/), and when a copy is made (defs/).
"""
