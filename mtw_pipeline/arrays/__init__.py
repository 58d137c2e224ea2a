"""Many numbers or texts at once, by NumPy and Arrow: each once, kept as hashes, spread over 64 bits.

What belongs here: such functions, for whatever room. What does not: what is numbered or hashed. All of it loads NumPy:
whoever may need none of it imports it where it is called.
"""
