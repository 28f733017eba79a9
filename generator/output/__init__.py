"""Pages → files → _site/: rendered by Jinja, staged, and moved into place where they differ.

Begin with render.py and publish.py. What templates may say is in templates.py, fragments.py and
wording.py.
"""
