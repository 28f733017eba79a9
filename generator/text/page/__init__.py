"""A page as it was saved or fetched → what it says of itself, and its article.

One reader for all ways on which a page comes: a saved page, `octavo add`, `fetch --previews`.
Begin with metadata.py for what is stated, and with article.py for the text.
"""
