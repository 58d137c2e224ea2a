"""Tests: unit/ (functions and statements), assets/ (the pipeline), graph/ (the asset graph), real/ (real exports)."""
