"""One module a command, named like it, for those that are more than a call; cli.py has the options.

Each returns the lines to print, or does its work and prints on the way. None imports another but
`init`, which adds and fetches.
"""
