"""Spark as the engine of a study that one machine does not hold: its statements on a cluster, its rows in a lake.

What belongs here: carrying a statement to Spark (dialect/), a session over Spark Connect, and the tables that lie in
the lake. What does not: what a statement says (sql/) and which tables there are (warehouse/tables/). Nothing of it is
imported unless study.toml says ``[engine] kind = "spark"``.
"""
