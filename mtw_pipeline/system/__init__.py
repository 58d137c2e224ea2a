"""What the operating system gives, for whatever room: processes, threads, folders for the moment.

What belongs here: starting and ending these so that nothing is left behind. What does not: what is done in them.
"""
