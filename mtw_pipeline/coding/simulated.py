"""The names of the simulated coders, by which everybody tells their codes from people's."""

SIMULATED_CODERS = ("simulated coder A", "simulated coder B")
