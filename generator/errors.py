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


class GeneratorError(Exception):
    """A failure the owner can understand and mend."""


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
