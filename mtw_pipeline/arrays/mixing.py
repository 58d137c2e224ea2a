"""Numbers spread over 64 bits, the same in every process and version of a library.

What belongs here: one function from number to number, by numpy. What does not: what is numbered. Which loads numpy, so
that whoever may do without imports it where it is called.
"""

import numpy as np
import numpy.typing as npt

STEP = np.uint64(0x9E3779B97F4A7C15)
"""SplitMix64's step from number to number: 2^64 over the golden ratio."""

_FACTORS = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


def mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """What SplitMix64 makes of each of its states; of two states never the same.

    Source: Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number Generators,
    https://doi.org/10.1145/2660193.2660195.
    """
    found = numbers >> _SHIFTS[0]
    found ^= numbers
    found *= _FACTORS[0]
    found ^= found >> _SHIFTS[1]
    found *= _FACTORS[1]
    found ^= found >> _SHIFTS[2]
    return found
