"""The records that the steps of a build hand on. Each field is documented beside itself.

record.py     what all of them are, dates, problems
entries.py    what one source says
articles.py   what is known of one real article, and the timeline of all
pages.py      what is made of them

Text is plain, NFC, stripped and never "": None means that the source does not say.
URLs are absolute and as received, of one of SCHEMES: no record is made with another.
Markup stands only in fields named `*_html`, and is sanitised.
Records are frozen; sequences are tuples. Nothing here imports anything else of ours.
"""
