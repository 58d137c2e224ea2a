"""Damaged twins: a format's sample once more, harmed in a way of which the right outcome is known."""
