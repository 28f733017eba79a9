"""Fetch captures from the network, which nothing else of octavo touches.

Begin with sources.py (a source's address → one more capture) and client.py (a URL → its answer,
through guard.py and host.py, politely and within bounds); copies.py fetches articles' own pages.
"""
