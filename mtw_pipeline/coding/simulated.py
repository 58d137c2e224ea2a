"""The names of the simulated coders, by which everybody tells their codes from people's.

What belongs here: these names. What does not: what such a coder does (synthetic/coders.py).
"""

SIMULATED_CODERS = ("simulated coder A", "simulated coder B")
