"""One capture of an article's page → a Preview of it, and the text of the copy.

Begin with the module of its form: html.py, markdown.py, or wiki.py for the text of a wiki's page.
"""
