"""The rules of the code base that no linter knows, held against every module of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator

PACKAGE = Path(generator.__file__).parent
MODULES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}

# A module imports from its own folder and from the rows above its own; a row's members are
# strangers to each other. "" is generator/__init__.py.
LAYERS = (
    {"", "model", "errors", "resources", "regular_file"},
    {"lock"},
    {"text", "disk"},
    {"console"},
    {"config"},
    {"sources", "reconcile", "site", "output"},
    {"fetch"},
    {"stamps"},
    {"cache"},
    {"packed"},
    {"reading"},
    {"standing"},
    {"replay"},
    {"build"},
    {"building"},
    {"commands"},
    {"cli_network"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# The imports that go from one stage to another, and why.
ALLOWED = {
    ("fetch", "sources"): "fetch asks the readers whether an answer holds new entries",
}

# The places where an exception of a third-party library may be anything, and what it costs there.
BOUNDARY = {
    "sources/__init__.py": "one capture, which the parsers cannot read",
    "fetch/scheduler.py": "one address, whose answer upsets httpx, trafilatura or lxml",
}


def part_of(path: str) -> str:
    """Where a module belongs: `text/dates.py` to text, `build.py` to build."""
    return path.partition("/")[0].removesuffix(".py").replace("__init__", "")


def imported_parts(path: str, source: str) -> Iterator[str]:
    """The parts of generator that a module imports, anywhere in it."""
    package = ["generator", *path.split("/")[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "generator":
                part = rest.split(".")[0]
                yield part if part in RANK else ""


def wrong_imports(path: str, source: str) -> list[str]:
    own = part_of(path)
    return [
        f"{path} imports {part or 'generator'}"
        for part in imported_parts(path, source)
        if part != own and RANK[part] >= RANK[own]
    ]


def broad_handlers(path: str, source: str) -> list[str]:
    """The handlers that catch everything: bare ones, Exception and BaseException."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(
                type_ is None
                or (isinstance(type_, ast.Name) and type_.id in ("Exception", "BaseException"))
                for type_ in types
            ):
                found.append(f"{path}:{node.lineno}")
    return found


def test_every_module_has_its_place() -> None:
    homeless = {part_of(path) for path in MODULES} - RANK.keys()
    assert homeless == set(), "say in LAYERS what they may import"


def test_imports_point_one_way() -> None:
    wrong = [found for path, file in MODULES.items() for found in wrong_imports(path, file)]
    assert wrong == []


def test_only_the_boundaries_around_libraries_catch_everything() -> None:
    for path, source in MODULES.items():
        handlers = broad_handlers(path, source)
        assert len(handlers) <= (1 if path in BOUNDARY else 0), handlers


IMPORTS = {
    "a stage may import what is below it": (
        "site/pages.py",
        "from generator.model import Page\nfrom generator.text import urls",
        [],
    ),
    "a stage may import its own folder": (
        "site/pages.py",
        "from generator.site.timeline import x\nfrom . import timeline",
        [],
    ),
    "a stage imports no other stage": (
        "site/pages.py",
        "from generator.output import render",
        ["site/pages.py imports output"],
    ),
    "an import inside a function counts": (
        "text/dates.py",
        "def f():\n    import generator.sources.feed",
        ["text/dates.py imports sources"],
    ),
    "a part taken from the package itself counts": (
        "config/records.py",
        "from generator import build",
        ["config/records.py imports build"],
    ),
    "a relative import counts": (
        "sources/feed/__init__.py",
        "from ...build import build",
        ["sources/feed/__init__.py imports build"],
    ),
    "the model imports nothing of ours": (
        "model.py",
        "from generator.errors import GeneratorError",
        ["model.py imports errors"],
    ),
    "other packages are no concern": ("model.py", "import msgspec\nfrom json import loads", []),
}


@pytest.mark.parametrize(("path", "source", "expected"), IMPORTS.values(), ids=IMPORTS)
def test_the_rule_of_imports(path: str, source: str, expected: list[str]) -> None:
    assert wrong_imports(path, source) == expected


HANDLERS = {
    "named exceptions are fine": ("except (OSError, ValueError): pass", []),
    "a bare one is not": ("except: pass", ["x.py:3"]),
    "nor Exception": ("except Exception as error: raise", ["x.py:3"]),
    "nor among others": ("except (OSError, BaseException): pass", ["x.py:3"]),
}


@pytest.mark.parametrize(("handler", "expected"), HANDLERS.values(), ids=HANDLERS)
def test_the_rule_of_handlers(handler: str, expected: list[str]) -> None:
    assert broad_handlers("x.py", f"try:\n    pass\n{handler}\n") == expected
