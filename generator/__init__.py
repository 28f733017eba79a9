"""Octavo: what is known about a thread of articles → a reading list with its evidence."""

__version__ = "0.1.0"
