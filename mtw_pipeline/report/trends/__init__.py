"""The page that sets the windows of a study beside each other: what changed, by how much, how surely.

What belongs here: reading its figures, the geometry of its charts, its figure, the page. What does not: measuring
(mtw_pipeline/trends/).
"""
