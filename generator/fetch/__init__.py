"""The network → captures below content/captures/, and nothing else of octavo touches it.

Begin with sources.py (a source's address → one more capture) and client.py (a URL → its answer,
through guard.py and host.py, politely and within bounds); copies.py fetches articles' own pages.
"""
