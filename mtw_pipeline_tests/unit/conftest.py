"""What unit tests share: examples of Hypothesis that may take as long as they take.

How long one takes says how busy the machine is, not whether the code is right. There are half as many as Hypothesis
would try, other ones with every run; a test that needs more says so.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("tests", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
