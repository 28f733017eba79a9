"""docs/configuration.md is what the records say, and its sample of overrides.toml can be used."""

from __future__ import annotations

from pathlib import Path

import msgspec
import tomlkit

from generator.config.load import load_config
from generator.config.overrides import Overrides, load_overrides
from tests.reference import (
    OVERRIDE_TABLES,
    PAGE,
    SAMPLE,
    SITE_TABLES,
    keys,
    meanings,
    reference,
)

ROOT = Path(__file__).parents[1]


def test_the_page_is_what_the_records_say() -> None:
    assert PAGE.read_text("utf-8") == reference(), "make reference, and read the diff"


def test_every_key_says_what_it_does() -> None:
    for name, (table, _) in (SITE_TABLES | OVERRIDE_TABLES).items():
        said = meanings(table)
        silent = [key.name for key in keys(table) if not said[key.name]]
        assert silent == [], f"{name}: say it in a #: comment above the attribute"


def test_every_table_of_overrides_is_on_the_page() -> None:
    named = [name.strip("[]") for names in OVERRIDE_TABLES for name in names.split(", ")]
    assert named == list(Overrides.__struct_fields__)


def test_the_sample_of_overrides_loads_and_has_every_table_with_every_key() -> None:
    config = load_config(ROOT / "examples/thread/content")
    text = SAMPLE.read_text("utf-8")
    loaded = load_overrides(config, text)
    written = tomlkit.parse(text).unwrap()
    assert list(written) == list(Overrides.__struct_fields__)
    for table in Overrides.__struct_fields__:
        assert len(getattr(loaded, table)) == len(written[table])
        record = type(getattr(loaded, table)[0])
        every = [field.encode_name for field in keys(record)]
        assert {key for row in written[table] for key in row} == set(every), table
    assert msgspec.to_builtins(loaded.set[2])["add_tags"] == ("to read",)
