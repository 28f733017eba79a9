"""One module a command, named like it, for those that are more than a call; cli.py has the options.

Each returns the lines to print, or does its work and prints on the way. Few import others: those
that are made of them, as `init` is, which fetches and looks at what came.
"""
