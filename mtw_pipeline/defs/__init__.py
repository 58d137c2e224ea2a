"""Dagster, and nothing else: assets by stage, checks, partitions, jobs, sensors, schedules, resources.

An asset reads, calls one function of a domain package or one statement of sql/, writes, and reports metadata. No
module here imports annotations from the future: Dagster reads them when a definition is made.
"""
