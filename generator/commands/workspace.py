"""A list as it is, and as a change of overrides.toml would make it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from generator.build.capture_cache import cache_folder, use_cache
from generator.config.load import load_config
from generator.config.overrides import Overrides, load_overrides
from generator.config.records import Site
from generator.config.toml_edit import TomlEdit
from generator.errors import ConfigError
from generator.model.articles import Article, Forward, Mention, Reconciled
from generator.model.record import Problem
from generator.reconcile import reconcile
from generator.reconcile.references import Names
from generator.sources import read_sources
from generator.text.addresses import Addresses
from generator.text.titles import fold_text, fold_title
from generator.text.urls import absolute_url

Check = Callable[[Reconciled], bool]


class Workspace:
    """A content folder, read once.

    Raises:
        GeneratorError: site.toml or overrides.toml cannot be used, or no source gives an entry.
    """

    def __init__(self, content: Path) -> None:
        self.content = content
        self.config = load_config(content)
        self.path = content / "overrides.toml"
        overrides = load_overrides(self.config)
        self.reading = use_cache(
            cache_folder(content), content, lambda read: read_sources(self.config, read)
        )
        self._take(overrides)

    def _take(self, overrides: Overrides) -> None:
        self.overrides = overrides
        self.now = self.reconciled(overrides)
        #: The same with what is hidden and what filters leave out, which has names as well.
        self.whole = self.now
        if overrides.hide or self.now.filtered:
            sources = tuple(source.as_read() for source in self.config.sources)
            self.whole = reconcile(
                self.reading,
                msgspec.structs.replace(overrides, hide=(), show=()),
                msgspec.structs.replace(self.config, sources=sources),
            )

    def reconciled(self, overrides: Overrides) -> Reconciled:
        """Return the articles of the same sources with other overrides."""
        return reconcile(self.reading, overrides, self.config)

    def find(self, reference: str) -> Item:
        """Return the article or mention that a reference names, as `why` takes it.

        Also a hidden one.

        Raises:
            ConfigError: it names nothing, or several.
        """
        items: list[Item] = [*self.whole.articles, *self.whole.mentions]
        return find_item(items, self.config.site, reference, self.whole.forwards)

    def name_same_entry(self, one: str, other: str) -> bool:
        """Return whether two references name one entry of a source."""
        return any(
            self._names.is_named(entry, one) and self._names.is_named(entry, other)
            for entry in self.reading.entries
        )

    @cached_property
    def _names(self) -> Names:
        return Names(self.reading.entries, self.config.site.language)

    def find_article(self, reference: str) -> Article:
        """Return the article that a reference names.

        Raises:
            ConfigError: it names none, several, or a mention.
        """
        item = self.find(reference)
        if not isinstance(item, Article):
            raise ConfigError(
                f"“{item.title or item.url}” is a mention, not an article; [[article]] in "
                "overrides.toml makes one of it"
            )
        return item

    def is_listed(self, item: Item) -> bool:
        """Return whether it is neither hidden nor left out by a filter."""
        return is_in(self.now, item)

    def edit(self) -> TomlEdit:
        """Return a change of overrides.toml to be made."""
        return TomlEdit(self.path)

    def choose(self, edits: Iterable[TomlEdit], is_done: Check) -> TomlEdit:
        """Return the first of some changes that does what it should when the list is built.

        Raises:
            ConfigError: none does; the message says what is against the last of them.
        """
        known = {problem.message for problem in self.now.problems}
        why = "it would change nothing"
        for edit in edits:
            try:
                then = self.reconciled(load_overrides(self.config, edit.text))
            except ConfigError as error:
                raise ConfigError(without_place(error, self.path)) from error
            against = [one for one in then.problems if self._is_new(one, known)]
            if not against and is_done(then):
                return edit
            why = against[0].message if against else why
        raise ConfigError(f"nothing is written: {why}")

    def _is_new(self, problem: Problem, known: set[str]) -> bool:
        return problem.where.startswith(f"{self.path.name}:") and problem.message not in known

    def save(self, edit: TomlEdit) -> None:
        """Write the change, and go on from there.

        Raises:
            OutputError: it cannot be written.
        """
        edit.save()
        self.config = load_config(self.content)
        self._take(load_overrides(self.config))


def names_of(item: Item) -> Iterator[str]:
    """Yield the names of an article or mention in overrides.toml and notes, best first.

    What the owner set is no name: entries are found by what sources state.
    """
    overridden = set()
    if isinstance(item, Article):
        overridden = {name for name, known in item.evidence.items() if known.rule == "override"}
    if item.url and "url" not in overridden:
        yield item.url
    if isinstance(item, Article):
        yield item.slug
    yield item.id
    if item.title and "title" not in overridden:
        yield item.title


def is_in(found: Reconciled, item: Item) -> bool:
    """Return whether an article or mention is listed."""
    listed: list[Item] = [*found.articles, *found.mentions]
    return any(one.id == item.id for one in listed)


def find_in(found: Reconciled, item_id: str) -> Article | None:
    """Return the article of an id; None where there is none."""
    return next((article for article in found.articles if article.id == item_id), None)


def add_table(
    workspace: Workspace, table: str, key: str, choices: Iterable[str | Sequence[str]], reason: str
) -> Iterator[TomlEdit]:
    """Yield a change a choice: a new [[table]] whose `key` names articles by it."""
    for choice in choices:
        edit = workspace.edit()
        edit.add(table, {key: choice, "reason": reason})
        yield edit


def without_place(error: ConfigError, path: Path) -> str:
    """Return the message of an error in a file not written yet, without file and line."""
    message, place = str(error), str(path)
    return (
        message.removeprefix(place).partition(": ")[2]
        if message.startswith(f"{place}:")
        else message
    )


# A reference as somebody types it → the one article or mention that it names.

Item = Article | Mention

_MOST_LISTED = 20


def find_item(
    items: Sequence[Item], site: Site, reference: str, forwards: Iterable[Forward] = ()
) -> Item:
    """Return the article or mention that a URL, title, id or permalink names.

    Where nothing is named so, it is what one of its entries is called, or was, or where a permalink
    of `forwards` leads; else it is the only one whose title holds the reference, or whose entries'
    titles do.

    Raises:
        ConfigError: nothing is found, and the message has the nearest titles; or several are, and
            it lists them.
    """
    found, fault = _named(items, site, reference), "is the name of several"
    if not found:
        found = _named_by_entries(items, site, reference, forwards)
    if not found:
        found, fault = _titled(items, reference), "is part of several titles"
    if len(found) == 1:
        return found[0]
    if found:
        listed = [f"  {_with_names(item)}" for item in found[:_MOST_LISTED]]
        if len(found) > _MOST_LISTED:
            listed.append(f"  and {len(found) - _MOST_LISTED} more")
        message = f"“{reference}” {fault}; name one by its address or permalink:"
        raise ConfigError(message, *listed)
    titles = [item.label for item in items if isinstance(item, Article)]
    near = difflib.get_close_matches(reference, titles, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(f'“{title}”' for title in near)}" if near else ""
    raise ConfigError(f"no article or mention is “{reference}”{hint}")


def _named(items: Sequence[Item], site: Site, reference: str) -> list[Item]:
    """Return the items with the reference as id or permalink, else as URL or title."""
    name = _permalink(reference, site)
    exact = [item for item in items if name in (item.id, getattr(item, "slug", None))]
    if exact:
        return exact
    addresses = Addresses()
    addresses.learn(item.url for item in items if item.url)
    url = absolute_url(reference)
    address, title = addresses.key(url) if url else None, fold_title(reference, site.language)
    return [
        item
        for item in items
        if (item.url and addresses.key(item.url) == address)
        or (item.title and fold_title(item.title, site.language) == title)
    ]


def _named_by_entries(
    items: Sequence[Item], site: Site, reference: str, forwards: Iterable[Forward]
) -> list[Item]:
    """Return the items with an entry of that URL or title, or once with that permalink."""
    slug = _permalink(reference, site)
    ids = {forward.leads_to for forward in forwards if forward.slug == slug}
    url, title = absolute_url(reference), fold_title(reference, site.language)
    addresses = Addresses()
    addresses.learn(url for item in items for url in _urls_of_entries(item))
    address = addresses.key(url) if url else None
    return [
        item
        for item in items
        if item.id in ids
        or any(addresses.key(one) == address for one in _urls_of_entries(item))
        or any(fold_title(one, site.language) == title for one in _titles_of_entries(item))
    ]


def _urls_of_entries(item: Item) -> Iterator[str]:
    for statement in item.statements if isinstance(item, Article) else ():
        yield from statement.urls


def _titles_of_entries(item: Item) -> Iterator[str]:
    for statement in item.statements if isinstance(item, Article) else ():
        if statement.title:
            yield statement.title


def _permalink(reference: str, site: Site) -> str:
    """Return the last part of a permalink, however it is written."""
    path = reference.removeprefix(site.base_url).removeprefix("a/")
    return path.removesuffix("index.html").rstrip("/")


def _titled(items: Sequence[Item], reference: str) -> list[Item]:
    """Return the items with the reference in their title, else in an entry's."""
    part = fold_text(reference)
    if not part:
        return []
    return [item for item in items if item.title and part in fold_text(item.title)] or [
        item for item in items if any(part in fold_text(one) for one in _titles_of_entries(item))
    ]


def _with_names(item: Item) -> str:
    """Return a line for one of several items: its title, and what names it alone."""
    names = (item.url, f"a/{item.slug}/") if isinstance(item, Article) else (item.url, item.id)
    return f"{item.title or 'without a title'} ({', '.join(name for name in names if name)})"
