"""What is said of a connection that failed: plain words, with the library's in parentheses."""

from __future__ import annotations

import socket
import ssl

import httpcore
import httpx
import pytest

from generator.fetch.client import describe_error


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] (_ssl.c:1006)")
    error.verify_code, error.verify_message = 18, "self-signed certificate"
    return error


CAUSES: dict[str, tuple[Exception, str]] = {
    "nobody is there": (
        ConnectionRefusedError(111, "Connection refused"),
        "nothing answers there (Connection refused)",
    ),
    "a name that does not exist": (
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        "its name is not known (Name or service not known)",
    ),
    "no network to ask for names": (
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        "its name cannot be looked up now; is this machine connected? "
        "(Temporary failure in name resolution)",
    ),
    "a certificate that nobody signed": (
        untrusted(),
        "its TLS certificate is not to be trusted (self-signed certificate)",
    ),
    "no TLS at all": (
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
        "no secure connection can be made ([SSL: WRONG_VERSION_NUMBER] wrong version number)",
    ),
    "a connection that ends": (
        ConnectionResetError(104, "Connection reset by peer"),
        "its server ended the connection (Connection reset by peer)",
    ),
    "no network": (
        OSError(101, "Network is unreachable"),
        "no way leads there; is this machine connected? (Network is unreachable)",
    ),
    "what is seldom": (ValueError("odd"), "[Errno 5] as the library has it"),
}


@pytest.mark.parametrize(("cause", "expected"), CAUSES.values(), ids=CAUSES)
def test_the_first_cause_is_told_in_plain_words(cause: Exception, expected: str) -> None:
    """The libraries wrap it twice."""
    inner = httpcore.ConnectError(str(cause))
    inner.__cause__ = cause
    outer = httpx.ConnectError("[Errno 5] as the library has it")
    outer.__cause__ = inner
    assert describe_error(outer) == expected
