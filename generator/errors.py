"""Everything that can stop a build, as one tree.

    GeneratorError
    ├── ConfigError     what the owner wrote cannot be used: site.toml, overrides.toml, arguments
    ├── SourceError     a capture cannot be read as what its source says it is
    ├── RenderError     a template is missing or broken
    ├── OutputError     _site/ cannot be written, or is not ours to write
    └── FetchError      an address gives no usable answer

Each message says where (file and line, or file and entry), what was found, and what to do.
The command line prints it as it is; a traceback therefore means a bug of ours.
"""

import re

# What ends a line, steers a terminal, turns the direction of text, or is no character at all.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def one_line(text: str) -> str:
    r"""Return a text as a message may hold it: a name on a disk or from a server can be anything.

    >>> print(one_line("2026\n\x1b[2J.xml"))
    2026\n\x1b[2J.xml
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class GeneratorError(Exception):
    """A failure the owner can understand and mend. Each argument is a line of its message."""

    def __str__(self) -> str:
        return "\n".join(one_line(str(line)) for line in self.args)


class ConfigError(GeneratorError):
    """`content/site.toml:14: unknown key "titel" in [site]; did you mean "title"?`"""


class SourceError(GeneratorError):
    """`content/captures/feed/2026-04-05.xml: no items; is this a feed?`"""


class RenderError(GeneratorError):
    """`templates/article.html:12: 'artcle' is undefined`"""


class OutputError(GeneratorError):
    """`_site: holds files that octavo did not make; move them, or name another --output`"""


class FetchError(GeneratorError):
    """`https://example.org/feed.xml: answers 404 Not Found`"""
