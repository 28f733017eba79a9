"""content/, templates/ and static/ → _site/, and what of it need not be done again.

Begin with pipeline.py, where the steps stand in their order. What is cached are two of them:
reading a capture (capture_cache.py) and making a page (page_files.py, by page_keys.py);
fingerprint.py finds out that there is nothing to do at all. No step knows of any of it.
"""
