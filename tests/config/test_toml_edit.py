"""A TOML file is changed as its owner would change it, or left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.toml_edit import TomlEdit, save_text
from generator.errors import ConfigError, OutputError

IN_TURNS = """\
# Mine.

[[set]]
article = "a"          # why
title = 'x'
# of a

# The hidden.
[[hide]]
article = "b"
reason = \"\"\"
[[set]]
\"\"\"

[[set]]
article = "c"
[set.deeper]
x = 1
# The end.
"""


def edit_of(tmp_path: Path, text: str) -> TomlEdit:
    path = tmp_path / "x.toml"
    path.write_text(text)
    return TomlEdit(path)


def test_a_table_is_added_behind_the_last_of_its_name(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, IN_TURNS)
    edit.add("hide", {"article": 'd "q"', "tags": ("e", "f")})
    edit.add("set", {"article": "g"})
    edit.add("moved", {"from": "h"})
    new = '\n[[hide]]\narticle = "d \\"q\\""\ntags = ["e", "f"]\n'
    hidden = IN_TURNS.replace('"""\n\n[[set]]', f'"""\n{new}\n[[set]]')
    assert edit.text == f'{hidden}\n[[set]]\narticle = "g"\n\n[[moved]]\nfrom = "h"\n'


def test_a_table_is_changed_in_its_place(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, IN_TURNS)
    edit.change("set", 0, {"title": "y", "summary": "z", "tags": ["t"]})
    assert edit.text == IN_TURNS.replace(
        "title = 'x'\n", 'title = "y"\nsummary = "z"\ntags = ["t"]\n'
    )
    edit = edit_of(tmp_path, IN_TURNS)
    edit.change("set", 1, {"article": "C"})
    assert edit.text == IN_TURNS.replace('"c"', '"C"')


def test_a_table_is_taken_out_and_what_stands_above_it_stays(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, IN_TURNS)
    edit.remove("hide", 0)
    start, end = IN_TURNS.index("[[hide]]"), IN_TURNS.index('[[set]]\narticle = "c"')
    assert edit.text == IN_TURNS[:start] + "\n" + IN_TURNS[end:]
    assert tomllib.loads(edit.text).keys() == {"set"}


OTHERWISE = {
    "tables in a list": 'hide = [{ article = "a" }]\n',
    "a text of headers, and one more": 'x = """\n[[hide]]\n"""\nhide = []\n',
}


@pytest.mark.parametrize("text", OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_written_otherwise_is_left_to_its_owner(tmp_path: Path, text: str) -> None:
    edit = edit_of(tmp_path, text)
    with pytest.raises(ConfigError, match="no command can change how"):
        edit.add("hide", {"article": "b"})
    assert edit.text == text


def test_a_text_that_ends_like_a_comment_is_left_to_its_owner(tmp_path: Path) -> None:
    text = '[[a]]\nx = """\n# words"""\n'
    edit = edit_of(tmp_path, text)
    with pytest.raises(ConfigError, match="no command can change how"):
        edit.change("a", 0, {"x": "y"})
    assert edit.text == text
    edit.add("a", {"x": "y"})
    assert edit.text == f'{text}\n[[a]]\nx = "y"\n'


def test_what_is_no_text_is_not_written(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, "# mine\n")
    edit.add("a", {"x": "\udcff"})
    with pytest.raises(OutputError, match="is no UTF-8 text"):
        edit.save()
    assert edit.path.read_text() == "# mine\n"


SMALL = {
    "": '[[a]]\nx = "y"\n',
    "# only words": '# only words\n\n[[a]]\nx = "y"\n',
    "b = 1": 'b = 1\n\n[[a]]\nx = "y"\n',
    "[site]\nid = 1\n\n\n": '[site]\nid = 1\n\n[[a]]\nx = "y"\n\n\n',
    "[[a]]\nz=1\n[[b]]\nz=1\n": '[[a]]\nz=1\n\n[[a]]\nx = "y"\n[[b]]\nz=1\n',
}


@pytest.mark.parametrize(("text", "expected"), SMALL.items(), ids=range(len(SMALL)))
def test_files_of_all_sizes_take_a_table(tmp_path: Path, text: str, expected: str) -> None:
    edit = edit_of(tmp_path, text)
    edit.add("a", {"x": "y"})
    assert edit.text == expected


NAMES = st.sampled_from(["set", "hide", "same"])
LINES = st.sampled_from(["", "# [[set]]", "# words", 'k = "[[set]]"', 'k = """\n[[hide]]\n"""'])
TABLES = st.lists(st.tuples(NAMES, LINES, st.sampled_from(["", "\n", "\n\n# on the next\n"])))
STEPS = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), NAMES, st.integers(0, 3)))


@pytest.mark.slow
@given(tables=TABLES, steps=STEPS)
def test_whatever_is_done_says_what_is_meant_and_keeps_all_comments(
    tmp_path_factory: pytest.TempPathFactory, tables: list[tuple[str, str, str]], steps: Any
) -> None:
    text = "".join(f"[[{name}]]\nn = {n}\n{a}\n{b}" for n, (name, a, b) in enumerate(tables))
    expected: dict[str, Any] = tomllib.loads(text)
    edit = edit_of(tmp_path_factory.mktemp("edit"), text)
    for step, name, number in steps:
        if step == "add":
            edit.add(name, {"new": "x"})
            expected.setdefault(name, []).append({"new": "x"})
        elif number < len(expected.get(name, [])):
            if step == "change":
                edit.change(name, number, {"k": "changed"})
                expected[name][number]["k"] = "changed"
            else:
                edit.remove(name, number)
                del expected[name][number]
                if not expected[name]:
                    del expected[name]
        assert tomllib.loads(edit.text) == expected
    if not any(step == "remove" for step, _, _ in steps):
        comments = [line for line in text.split("\n") if line.startswith("# ")]
        assert [line for line in edit.text.split("\n") if line.startswith("# ")] == comments


def test_what_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, "# mine\n")
    edit.add("a", {"x": "y"})
    edit.path.write_text("# mine, later\n")
    with pytest.raises(OutputError, match="was changed meanwhile"):
        edit.save()
    assert edit.path.read_text() == "# mine, later\n"
    with pytest.raises(OutputError, match="was changed meanwhile"):
        save_text(edit.path, "new", instead_of=None)
    assert [path.name for path in tmp_path.iterdir()] == ["x.toml"]


def test_what_an_editor_puts_before_and_behind_lines_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes("\ufeff# mine\r\n".encode())
    edit = TomlEdit(path)
    edit.add("a", {"x": "y"})
    assert (edit.before, edit.text) == ("# mine\n", '# mine\n\n[[a]]\nx = "y"\n')
    edit.save()
    assert path.read_bytes() == '\ufeff# mine\r\n\r\n[[a]]\r\nx = "y"\r\n'.encode()


def test_a_new_file_may_be_read_by_all(tmp_path: Path) -> None:
    edit = TomlEdit(tmp_path / "deep/x.toml")
    edit.add("a", {"x": "y"})
    edit.save()
    assert edit.path.read_bytes() == b'[[a]]\nx = "y"\n'
    assert edit.path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_is_no_toml_is_refused_before_anything_is_changed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"x\.toml: .* \(at line 2, column 5\)$"):
        edit_of(tmp_path, "a = 1\nb = \n")


def test_a_link_stays_one_and_the_rights_of_its_file_too(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = tmp_path / "real/x.toml"
    real.write_text("# mine\n")
    real.chmod(0o640)
    link = tmp_path / "x.toml"
    link.symlink_to(real)
    edit = TomlEdit(link)
    edit.add("a", {"x": "y"})
    edit.save()
    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ('# mine\n\n[[a]]\nx = "y"\n', 0o640)
