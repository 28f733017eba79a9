"""Turn the owner's decisions into changes of overrides.toml that take effect.

Each function returns the change, not yet written. All of them raise ConfigError where the
article is not found, or where the change would contradict what is there or do nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from generator.commands.workspace import Item, Workspace, add_table, find_in, is_in, names_of
from generator.config.overrides import SETTABLE, FieldRule, SameRule, publication_value
from generator.config.toml_edit import TomlEdit, Value
from generator.config.toml_file import nearest
from generator.errors import ConfigError
from generator.model.articles import Article, Reconciled
from generator.model.entries import OwnImage, Publication
from generator.sources.pictures import read_picture
from generator.text.dates import parse_edtf
from generator.text.html import clean_text
from generator.text.names import split_names
from generator.text.titles import fold_text
from generator.text.urls import absolute_url

_LISTS = ("authors", "tags", "add_tags")


def parse_fields(assignments: Sequence[str]) -> dict[str, Value]:
    """Return the fields of `title=A title`, `authors=Ann Roe; Bo Lind`, `tags=a, b`.

    Raises:
        ConfigError: one is no such assignment, or of a field that cannot be set.
    """
    fields: dict[str, Value] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        name, value = name.strip(), value.strip()
        if not equals:
            raise ConfigError(f"“{assignment}”: write field=value, as in title='A title'")
        if name not in SETTABLE:
            raise ConfigError(f'no field is called "{name}"{nearest(name, SETTABLE)}')
        if not value:
            raise ConfigError(f'"{name}" is empty; edit overrides.toml to take back what it sets')
        if name in fields:
            raise ConfigError(f'"{name}" is set twice')
        fields[name] = _list_of(name, value) if name in _LISTS else value
    return fields


def _list_of(name: str, value: str) -> tuple[str, ...]:
    if name == "authors":
        return split_names(value)
    return tuple(tag for part in value.split(",") if (tag := clean_text(part)))


def set_fields(
    workspace: Workspace, reference: str, fields: Mapping[str, Value], reason: str
) -> TomlEdit:
    """Set fields of an article; in place, where its last [[set]] sets nothing else."""
    article = workspace.find_article(reference)
    if "image" in fields:
        _check_image(workspace, str(fields["image"]))

    def is_done(then: Reconciled) -> bool:
        changed = find_in(then, article.id)
        # What is hidden is set all the same, for the day on which it is shown.
        return changed is None or all(_has(changed, name, v) for name, v in fields.items())

    def edits() -> Iterator[TomlEdit]:
        own = [
            n for n, rule in enumerate(workspace.overrides.set) if _is_on(workspace, rule, article)
        ]
        replaces = own and "add_tags" not in fields  # which never replace what was added before
        if replaces and _set_by(workspace.overrides.set[own[-1]]) <= fields.keys():
            edit = workspace.edit()
            edit.change("set", own[-1], {**fields, "reason": reason})
            yield edit
        for name in names_of(article):
            edit = workspace.edit()
            edit.add("set", {"article": name, **fields, "reason": reason})
            yield edit

    return workspace.choose(edits(), is_done)


def _check_image(workspace: Workspace, file: str) -> None:
    try:
        read_picture(workspace.content, OwnImage(file=file, where=workspace.path.name))
    except ValueError as error:
        raise ConfigError(str(error)) from error


def add_tags(workspace: Workspace, reference: str, tags: Sequence[str], reason: str) -> TomlEdit:
    """Add tags to an article's own."""
    article = workspace.find_article(reference)
    known = {fold_text(tag) for tag in article.tags}
    new = tuple(tag for tag in map(clean_text, tags) if tag and fold_text(tag) not in known)
    if not new:
        raise ConfigError(f"“{article.label}” has these tags already")
    return set_fields(workspace, article.id, {"add_tags": new}, reason)


def _set_by(rule: FieldRule) -> set[str]:
    return {name for name in SETTABLE if getattr(rule, name) is not None}


def _is_on(workspace: Workspace, rule: FieldRule, article: Article) -> bool:
    """Return whether a rule is on the article, as its evidence or a reference shows."""
    if any(known.source == rule.where for known in article.evidence.values()):
        return True
    return _names(workspace, rule.article, article)


def _names(workspace: Workspace, reference: str, item: Item) -> bool:
    try:
        return workspace.find(reference).id == item.id
    except ConfigError:
        return False


def _has(article: Article, name: str, value: Value) -> bool:
    """Return whether an article has the value that was set."""
    if name == "date":
        has_it = article.date == parse_edtf(str(value))
    elif name == "url":
        has_it = article.url == absolute_url(str(value))
    elif name in Publication.__struct_fields__:
        stated = getattr(article.publication or Publication(), name)
        has_it = stated == publication_value(name, str(value))
    elif name in ("image", "image_alt"):
        own = article.image
        has_it = own is not None and value == (own.file if name == "image" else own.alt)
    elif name == "add_tags":
        has_it = {fold_text(one) for one in value} <= {fold_text(one) for one in article.tags}
    elif isinstance(value, str):
        has_it = getattr(article, name) == clean_text(value)
    else:
        has_it = tuple(getattr(article, name)) == tuple(clean_text(one) for one in value)
    return has_it


def hide(workspace: Workspace, reference: str, reason: str) -> TomlEdit:
    """Leave an article or a mention out."""
    item = workspace.find(reference)
    if not workspace.is_listed(item):
        raise ConfigError(f"“{_label(item)}” is hidden already")
    edits = add_table(workspace, "hide", "article", names_of(item), reason)
    return workspace.choose(edits, lambda then: not is_in(then, item))


def is_filtered(workspace: Workspace, reference: str) -> bool:
    """Return whether filters leave an article out, not the owner's `hide`."""
    item = workspace.find(reference)
    return not any(_names(workspace, rule.article, item) for rule in workspace.overrides.hide)


def show(workspace: Workspace, reference: str, reason: str) -> TomlEdit:
    """Stop hiding an article or a mention, or show what filters leave out, with a reason."""
    item = workspace.find(reference)
    if workspace.is_listed(item):
        raise ConfigError(f"“{_label(item)}” is not hidden")
    hidden = list(enumerate(workspace.overrides.hide))
    hidden.sort(key=lambda one: not _names(workspace, one[1].article, item))

    def edits() -> Iterator[TomlEdit]:
        for number, _rule in hidden:
            edit = workspace.edit()
            edit.remove("hide", number)
            yield edit
        if reason:
            yield from add_table(workspace, "show", "article", names_of(item), reason)

    return workspace.choose(edits(), lambda then: is_in(then, item))


def _label(item: Item) -> str:
    return item.label if isinstance(item, Article) else item.title or item.url or item.id


def join(workspace: Workspace, references: Sequence[str], reason: str) -> TomlEdit:
    """Make one article of several."""
    articles = [workspace.find_article(reference) for reference in references]
    ids = {article.id for article in articles}
    if len(ids) < len(articles):
        raise ConfigError(f"“{articles[0].label}” is one article already under these names")
    _refuse_opposite(workspace, workspace.overrides.not_same, articles, "keeps them apart")
    edits = add_table(workspace, "same", "articles", _choices(articles), reason)
    return workspace.choose(edits, lambda then: len(ids & {one.id for one in then.articles}) == 1)


def part(workspace: Workspace, references: Sequence[str], reason: str) -> TomlEdit:
    """Keep several articles apart, also what is joined now.

    What is joined is named by an address or a title that one of its entries alone has.
    """
    articles = [workspace.find_article(reference) for reference in references]
    ids = {article.id for article in articles}
    if len(ids) == len(articles):
        _refuse_opposite(workspace, workspace.overrides.same, articles, "joins them")
        edits = add_table(workspace, "not_same", "articles", _choices(articles), reason)
        return workspace.choose(edits, lambda then: ids <= {one.id for one in then.articles})
    for pair in workspace.overrides.same:
        if all(
            any(workspace.name_same_entry(one, other) for other in pair.articles)
            for one in references
        ):
            _refuse(workspace, pair, "joins them")
    count = len(workspace.now.articles)
    edits = add_table(workspace, "not_same", "articles", [references], reason)
    try:
        return workspace.choose(edits, lambda then: len(then.articles) > count)
    except ConfigError as error:
        names = (f"  {name}" for name in _names_within(workspace, articles[0]))
        message = f"“{articles[0].label}” cannot be parted by these names; its entries have:"
        raise ConfigError(message, *names) from error


def _choices(articles: Sequence[Article]) -> Iterator[tuple[str, ...]]:
    """Yield the names for the articles: all by addresses, by permalinks, by ids."""
    names = [list(names_of(article)) for article in articles]
    for place in range(max(map(len, names))):
        yield tuple(own[min(place, len(own) - 1)] for own in names)


def _names_within(workspace: Workspace, article: Article) -> Iterator[str]:
    """Yield the addresses, else the titles, of the entries that an article was made of."""
    places = {statement.where for statement in article.statements}
    for entry in workspace.reading.entries:
        if entry.where in places:
            yield f"{entry.source}: {' · '.join(filter(None, (entry.url, entry.called)))}"


def _refuse_opposite(
    workspace: Workspace, pairs: Sequence[SameRule], articles: Sequence[Article], what: str
) -> None:
    """Refuse a change that another rule contradicts.

    Raises:
        ConfigError: one of `pairs` names two of the articles.
    """
    for pair in pairs:
        named = [
            article
            for article in articles
            if any(_names(workspace, reference, article) for reference in pair.articles)
        ]
        if len(named) > 1:
            _refuse(workspace, pair, what)


def _refuse(workspace: Workspace, pair: SameRule, what: str) -> NoReturn:
    raise ConfigError(f"{workspace.content}/{pair.where} {what} ({pair.reason}); take it out first")
