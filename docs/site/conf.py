"""The documents as a site, by Sphinx: `make docs`.

The navigation is what docs/index.md links to, under its bold lines, so that nothing else has to be
kept in step. docs/decisions.md says why Sphinx.
"""

from __future__ import annotations

import re
from typing import Any

project = "Octavo"
project_copyright = "Octavo contributors"
extensions = ["myst_parser"]
root_doc = "index"
exclude_patterns = ["site", "screenshots"]

# Links between pages may lead to headings, whose anchors are GitHub's.
myst_heading_anchors = 4
# Dashes and quotes stay what they are.
smartquotes = False
# Blocks without a language are what programs print.
highlight_language = "none"

html_theme = "furo"
html_title = "Octavo"
html_favicon = "../../static/assets/icon.svg"
# The verdigris of a list's own pages, in light and dark.
html_theme_options = {
    f"{theme}_css_variables": {"color-brand-primary": color, "color-brand-content": color}
    for theme, color in (("light", "#11655a"), ("dark", "#7acdbd"))
}
html_copy_source = False
html_show_sphinx = False
html_use_index = False


def add_navigation(_app: Any, page: str, source: list[str]) -> None:
    """Put a hidden table of contents below the index: its links, in parts by its bold lines."""
    if page != root_doc:
        return
    for part, links in re.findall(r"^\*\*(.+)\*\*\n\n((?:[- ].+\n)+)", source[0], re.MULTILINE):
        pages = "\n".join(re.findall(r"\]\((\w+)\.md\)", links))
        source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {part}\n\n{pages}\n```\n"


def setup(app: Any) -> None:
    """Tell Sphinx of the function above."""
    app.connect("source-read", add_navigation)
