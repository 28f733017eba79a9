"""What pip is to install on another machine, so that it has the octavo that runs here. PEP 610."""

from __future__ import annotations

import ipaddress
import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from generator.errors import ConfigError
from generator.model import Record
from generator.resources import PACKAGE

_ADVICE = (
    "write after OCTAVO: in .github/workflows/pages.yml what pip is to install there, like "
    "git+https://… with the address of octavo's repository, an @ and a commit"
)


class Installed(Record, kw_only=True):
    """A requirement for pip, "" where there is none that another machine could use.

    `message` says what the owner has to do where it is empty.
    """

    requirement: str
    message: str = f"OCTAVO is empty: {_ADVICE}"


def find_installed() -> Installed:
    """Return what pip recorded of this octavo: its address and commit, or its version."""
    try:
        found = distribution("octavo")
        direct = found.read_text("direct_url.json")
        # Nothing that somebody else installed, where this one runs from its checkout.
        if not direct and not _is_ours(found):
            raise ConfigError("a checkout")
        text = _requirement(json.loads(direct)) if direct else f"octavo=={found.version}"
    except PackageNotFoundError:
        return _nowhere("a checkout")
    except ConfigError as error:
        return _nowhere(str(error))
    except (ValueError, LookupError, TypeError, AttributeError):
        return _nowhere("what pip has not recorded well")
    return Installed(requirement=text)


def _is_ours(found: Distribution) -> bool:
    place = Path(str(found.locate_file(PACKAGE.name)))
    return place.exists() and place.samefile(PACKAGE)


def _nowhere(place: str) -> Installed:
    message = (
        f"octavo is installed here from {place}, which GitHub's machines cannot reach: {_ADVICE}"
    )
    return Installed(requirement="", message=message)


def _requirement(direct: dict[str, Any]) -> str:
    """Return the requirement that a direct_url.json stands for, without credentials.

    Raises:
        ConfigError: another machine cannot reach the address; what kind of place it is.

    Source: https://packaging.python.org/en/latest/specifications/direct-url/
    """
    url = _public(urlsplit(direct["url"]))
    if vcs := direct.get("vcs_info"):
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    fragments = [f"subdirectory={direct['subdirectory']}"] if "subdirectory" in direct else []
    hashes = direct.get("archive_info", {}).get("hashes", {})
    fragments += [f"sha256={hashes['sha256']}"] if "sha256" in hashes else []
    # No space or brace: one would end the address, two are GitHub's own.
    address = quote(f"{url}#{'&'.join(fragments)}" if fragments else url, safe="/:@#&=+%,~[]")
    return f"octavo @ {address}"


def _public(url: SplitResult) -> str:
    if url.scheme == "file":
        raise ConfigError("a folder of this machine")
    if url.scheme not in ("http", "https") or not url.hostname or url.query:
        raise ConfigError("an address that needs a key of yours")
    if not _is_reached(url.hostname):
        raise ConfigError("an address of your own network")
    place = url.netloc.rpartition("@")[2]
    return f"{url.scheme}://{place}{url.path}"


def _is_reached(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal"))
