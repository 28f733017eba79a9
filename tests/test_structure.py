"""The rules of the code base that no linter knows, held against every module of it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
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
    {"text"},
    {"console"},
    {"config", "output"},
    {"sources", "reconcile", "site"},
    {"fetch"},
    {"build"},
    {"commands", "api"},
    {"cli_edit", "cli_look"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# What is done one after the other. No stage imports another one, whatever its row; build, which is
# none, calls all of them.
STAGES = {"sources", "reconcile", "site", "output", "fetch"}
BETWEEN_STAGES = {
    ("fetch", "sources"): "fetch asks the readers whether an answer holds new entries",
}

# The places where an exception of a third-party library may be anything, and what it costs there.
BOUNDARY = {
    "sources/__init__.py": "one capture, which the parsers cannot read",
    "fetch/scheduler.py": "one address, whose answer upsets httpx, trafilatura or lxml",
}


Looked = ast.Import | ast.ImportFrom | ast.ExceptHandler | ast.ClassDef


@cache
def nodes_of(source: str) -> list[Looked]:
    """What the rules are about, anywhere in a module: it is looked through once for all of them."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, Looked)]


def part_of(module: str) -> str:
    """Where a module belongs: `text/dates.py` to text, `errors.py` to errors."""
    return module.partition("/")[0].removesuffix(".py").replace("__init__", "")


def imported_modules(module: str, source: str, modules: Mapping[str, str]) -> Iterator[str]:
    """The modules of ours that a module imports, anywhere in it, as their paths."""
    package = ["generator", *module.split("/")[:-1]]
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{origin}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, *rest = name.split(".")
            if top == "generator":
                yield path_of(rest, modules)


def path_of(names: list[str], modules: Mapping[str, str]) -> str:
    """The module that `generator.a.b` is, or the one in which it is the name b."""
    for length in (len(names), len(names) - 1):
        parts = names[: max(length, 0)]
        for path in (f"{'/'.join(parts)}.py", "/".join([*parts, "__init__.py"])):
            if path in modules:
                return path
    return "__init__.py"


def wrong_imports(module: str, source: str, modules: Mapping[str, str]) -> list[str]:
    """The imports of a module that point the wrong way."""
    own, wrong = part_of(module), []
    for imported in imported_modules(module, source, modules):
        part = part_of(imported)
        is_between = {own, part} <= STAGES and (own, part) not in BETWEEN_STAGES
        if part != own and (RANK[part] >= RANK[own] or is_between):
            wrong.append(f"{module} imports {imported}")
    return wrong


def cycle(modules: Mapping[str, str]) -> list[str]:
    """Modules each of which imports the next, and the last of them the first; [] if there are none.

    What only a type checker imports counts: who knows a name knows the module.
    """
    graph = {
        module: set(imported_modules(module, source, modules)) - {module}
        for module, source in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def broad_handlers(module: str, source: str) -> list[str]:
    """The handlers that catch everything: bare ones, Exception and BaseException."""
    found = []
    for node in nodes_of(source):
        if isinstance(node, ast.ExceptHandler):
            types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(
                type_ is None
                or (isinstance(type_, ast.Name) and type_.id in ("Exception", "BaseException"))
                for type_ in types
            ):
                found.append(f"{module}:{node.lineno}")
    return found


def classes_of_one_name(modules: Mapping[str, str]) -> dict[str, list[str]]:
    """The modules of the classes that share a name, by that name."""
    found = defaultdict(list)
    for module, source in modules.items():
        for node in nodes_of(source):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(module)
    return {name: where for name, where in found.items() if len(where) > 1}


def test_no_two_classes_have_one_name() -> None:
    two = {"a.py": "class A: ...", "b.py": "def f():\n  class A: ..."}
    assert classes_of_one_name(two) == {"A": ["a.py", "b.py"]}
    assert classes_of_one_name(MODULES) == {}


def test_every_module_has_its_place() -> None:
    assert {part_of(module) for module in MODULES} == RANK.keys(), "say in LAYERS who imports what"


def test_imports_point_one_way() -> None:
    wrong = [
        w for module, source in MODULES.items() for w in wrong_imports(module, source, MODULES)
    ]
    assert wrong == []


def test_no_modules_import_each_other() -> None:
    assert cycle(MODULES) == []


def test_only_the_boundaries_around_libraries_catch_everything() -> None:
    for module, source in MODULES.items():
        handlers = broad_handlers(module, source)
        assert len(handlers) <= (1 if module in BOUNDARY else 0), handlers


def test_pytest_passes_by_no_folder_of_ours(request: pytest.FixtureRequest) -> None:
    passed_by = request.config.getini("norecursedirs")
    modules = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "tests").rglob("*.py")]
    folders = {module.parent.name for module in modules}
    assert [name for name in folders if any(fnmatch(name, pattern) for pattern in passed_by)] == []


# The rules themselves: a module, what it imports, and what is wrong with that.
IMPORTS: tuple[tuple[str, str, list[str]], ...] = (
    (
        "site/pages.py",
        "from generator.model.pages import x\nfrom generator.text import urls",
        [],
    ),
    ("site/pages.py", "from generator.site.timeline import x\nfrom . import timeline", []),
    ("site/pages.py", "from generator.output import render", ["output/render.py"]),
    ("site/pages.py", "from generator.output.render import Renderer", ["output/render.py"]),
    ("fetch/copies.py", "from generator.sources import read_capture", []),
    ("fetch/copies.py", "from generator.reconcile import x", ["reconcile/__init__.py"]),
    ("text/dates.py", "def f():\n    import generator.sources.feed", ["sources/feed/__init__.py"]),
    ("config/records.py", "from generator import build", ["build/__init__.py"]),
    ("sources/feed/__init__.py", "from ...build import x", ["build/__init__.py"]),
    ("model/entries.py", "from generator.errors import GeneratorError", ["errors.py"]),
    ("model/entries.py", "from generator import __version__", ["__init__.py"]),
    ("model/entries.py", "import msgspec\nfrom json import loads", []),
    ("commands/add.py", "from generator.build.pipeline import build", []),
    ("build/pipeline.py", "from generator.site import pages\nfrom generator.fetch import x", []),
)


def test_the_rule_of_imports() -> None:
    for module, source, wrong in IMPORTS:
        expected = [f"{module} imports {imported}" for imported in wrong]
        assert wrong_imports(module, source, MODULES) == expected, source


def test_the_rule_of_cycles() -> None:
    one, two, three = "import generator.b", "from generator import c", "from .a import x"
    assert cycle({"__init__.py": "", "a.py": one, "b.py": two, "c.py": ""}) == []
    found = cycle({"__init__.py": "", "a.py": one, "b.py": two, "c.py": f"def f(): {three}"})
    assert set(found) == {"a.py", "b.py", "c.py"}
    assert found[0] == found[-1]


HANDLERS: tuple[tuple[str, list[str]], ...] = (
    ("except (OSError, ValueError): pass", []),
    ("except: pass", ["x.py:3"]),
    ("except Exception as error: raise", ["x.py:3"]),
    ("except (OSError, BaseException): pass", ["x.py:3"]),
)


def test_the_rule_of_handlers() -> None:
    for handler, expected in HANDLERS:
        assert broad_handlers("x.py", f"try:\n    pass\n{handler}\n") == expected, handler
