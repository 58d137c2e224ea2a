"""Runs: what is left to be made, running the main job, and what became of runs.

What belongs here: what the command line and notebooks want of runs. What does not: Dagster's instance that keeps them
(defs/home/instance.py), what a study knows of its runs (study/run_records.py), and printing (cli/). It stands above
definitions, for it is what runs them.
"""
