"""What unit tests share: examples of Hypothesis that may take as long as they take.

How long one takes says how busy the machine is, not whether the code is right.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
