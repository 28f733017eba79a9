"""The commands that are more than a call, a module each; cli.py has their options.

Each returns the lines to print, or does its work and prints on the way. Few import others: those
that are made of them, as `init` is, which fetches and looks at what came.
"""
