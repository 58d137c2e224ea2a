"""Scripts that print how fast and how large, as ratios against a named yardstick; none of them is a test."""
