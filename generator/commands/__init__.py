"""One module a command, named like it, for those that are more than a call; cli.py has the options.

Each returns what is to be said, or does its work and says it on the way. None imports another.
"""
