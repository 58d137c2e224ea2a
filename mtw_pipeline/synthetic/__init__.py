"""A made-up collection of the paper's size, to show and to test the whole way from exports to report.

What belongs here: making it, and stating what was planted in it. What does not: anything that reads exports or measures
tweets, so that the ground truth is independent of what it is held against. Every account, text and number is invented
and labelled synthetic; only sizes and proportions follow the paper: the collection proves nothing about the community.
"""

from mtw_pipeline.synthetic.collection import EXAMPLE_WINDOW, write_synthetic_collection
from mtw_pipeline.synthetic.ground_truth import GroundTruth

__all__ = ["EXAMPLE_WINDOW", "GroundTruth", "write_synthetic_collection"]
