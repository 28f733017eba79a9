"""Text as received → what it means, and back: dates, URLs, titles, HTML, Markdown.

Pure functions that all other rooms share; they know of no source and no page. Begin with the module
of the subject.
"""
