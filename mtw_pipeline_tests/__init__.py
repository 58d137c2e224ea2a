"""Tests: unit/ (pure functions and statements), assets/ (the pipeline on a temporary study), graph/ (the asset graph), real/."""
