"""What is taken for a name of somebody, however it is written.

What belongs here: the one written form that names are compared in, the names that a study knows, and the words that
stay although somebody is called so. What does not: where names come from (people.py), what is put in their place
(masking/).
"""
