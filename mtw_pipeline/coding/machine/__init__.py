"""A machine that learns from people's codes, tested on tweets that it did not learn from."""
