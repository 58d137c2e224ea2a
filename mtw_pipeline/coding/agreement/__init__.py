"""Agreement of coders: the measures of one variable, each as published, and which codes of a window are compared.

What belongs here: coefficients with their intervals, and what is asked of them (of_variable.py, of_window.py,
over_time.py). What does not: final codes, which follow from decisions (sql/tables/coding/).
"""
