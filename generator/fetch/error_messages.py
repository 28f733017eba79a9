"""What a library says of a connection that failed → plain words, its own in parentheses."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

_WORDS = {
    errno.ECONNREFUSED: "nothing answers there",
    errno.ECONNRESET: "its server ended the connection",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there; is this machine connected?",
}


def in_plain_words(error: BaseException) -> str:
    """Return `nothing answers there (Connection refused)`.

    The library's words alone of a rarer case.

    Libraries wrap what the system says in errors of their own, so its first cause is looked for.
    """
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its TLS certificate is not to be trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection can be made ({cause.strerror})"
        if isinstance(cause, socket.gaierror):
            known = "is not known"
            if cause.errno == socket.EAI_AGAIN:
                known = "cannot be looked up now; is this machine connected?"
            return f"its name {known} ({cause.strerror})"
        if isinstance(cause, OSError) and cause.errno in _WORDS:
            return f"{_WORDS[cause.errno]} ({cause.strerror})"
    return str(error) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
