"""`import octavo`: what a program gets of a content folder, by the names that are promised."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import generator
from generator import api as octavo
from generator.build.pipeline import read_library

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_a_content_folder_is_loaded_as_typed_records_with_the_texts_of_copies() -> None:
    library = octavo.load(str(ROOT / "tests/data/content"))
    assert library.articles == read_library(ROOT / "tests/data/content").timeline.articles
    assert len(library.articles) == 50
    assert {type(article) for article in library.articles} == {octavo.Article}
    stated = get_type_hints(vars(octavo.Library)["articles"].fget)
    assert stated["return"] == tuple[octavo.Article, ...]
    kept = [one.preview.body for one in library.articles if one.preview and one.preview.body]
    assert [library.bodies[key].key for key in kept] == kept
    assert len(kept) == 2


@pytest.mark.slow
def test_a_site_is_built_with_the_address_that_is_given(tmp_path: Path) -> None:
    built = octavo.build(
        ROOT / "tests/data/content", tmp_path / "site", base_url="https://me.example/list/"
    )
    assert isinstance(built, octavo.BuildResult)
    assert built.library.config.site.base_url == "https://me.example/list/"
    assert (tmp_path / "site/sitemap.xml").is_file()


def test_what_goes_wrong_is_one_kind_of_error_with_a_message_for_people(tmp_path: Path) -> None:
    with pytest.raises(octavo.GeneratorError, match=re.escape("site.toml")):
        octavo.load(tmp_path)
    (tmp_path / "other").write_text("mine")
    with pytest.raises(octavo.GeneratorError, match="force"):
        octavo.build(ROOT / "tests/data/content", tmp_path)


def test_every_public_name_is_there_and_documented() -> None:
    page = (ROOT / "docs/data.md").read_text("utf-8").partition("## Python")[2]
    documented = set(re.findall(r"`(\w+)(?:\(.*?\))?`", page))
    assert [name for name in octavo.__all__ if not hasattr(octavo, name)] == []
    assert set(octavo.__all__) - documented == set()
    assert octavo.__version__ == generator.__version__


def test_the_wheel_has_the_package_under_its_public_name_alone() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["generator/api"] == "octavo"
    assert wheel["exclude"] == ["generator/api"]
    assert all((ROOT / name / "py.typed").is_file() for name in ("generator", "generator/api"))


@pytest.mark.slow
def test_it_works_where_it_lies_in_a_wheel(tmp_path: Path) -> None:
    (tmp_path / "octavo").symlink_to(ROOT / "generator/api", target_is_directory=True)
    program = (
        "import octavo; print(len(octavo.load('tests/data/content').articles), octavo.__name__)"
    )
    path = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]; "
    command = [sys.executable, "-c", path + program]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "50 octavo\n"
