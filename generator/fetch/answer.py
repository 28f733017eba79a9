"""What a server answers: the record of it, and its body, unpacked and never more than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from http import HTTPStatus

import httpx

from generator.errors import FetchError
from generator.model import Record

# zlib's code for "gzip or zlib, by the header".
_EITHER = zlib.MAX_WBITS + 32


class Answer(Record, kw_only=True):
    """A server's last word on a URL. `headers` have names in lower case.

    `url` is where the redirects ended; `moved_to` the same, if all of them were for good. The
    validators `etag` and `last_modified` have a character for each byte that was received.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def phrase(self) -> str:
        """`404 Not Found`, or the number alone where HTTP has no words for it."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


def read_body(response: httpx.Response, max_bytes: int) -> bytes:
    """Return the whole body; packed by gzip at most, since nothing else was asked for.

    RFC 9110 §8.4.

    Raises:
        FetchError: it is too long after unpacking, packed in another way, or damaged.
        httpx.TransportError: the connection ends before the body does.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        pieces = response.iter_raw()
    elif packing in ("gzip", "x-gzip", "deflate"):
        pieces = _unpacked(response, max_bytes)
    else:
        raise FetchError(f"{response.url}: is packed as {packing}, which was not asked for")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise FetchError(f"{response.url}: is longer than {max_bytes:,} bytes")
    return bytes(body)


def _unpacked(response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    """What is packed, in pieces that never exceed the bound: a small body can hold gigabytes."""
    unpacker = zlib.decompressobj(_EITHER)
    begun = False
    try:
        for chunk in response.iter_raw():
            begun = True
            yield unpacker.decompress(chunk, max_bytes + 1)
            while unpacker.eof and unpacker.unused_data:  # RFC 1952 §2.2: members in a row
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(_EITHER)
                yield unpacker.decompress(rest, max_bytes + 1)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, max_bytes + 1)
    except zlib.error as error:
        raise FetchError(f"{response.url}: is damaged: {error}") from error
    if begun and not unpacker.eof:
        raise FetchError(f"{response.url}: is cut off: its packed body has no end")
