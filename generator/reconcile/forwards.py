"""Make forwards from the permalinks that articles had, or would have had without a filter.

What the log holds is enough to know them: the addresses of entries that were joined, those that a
source gave before, and what filters leave out. Nothing has to be remembered from one build to the
next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.model.articles import Forward
from generator.reconcile.ids import Group
from generator.reconcile.references import Names, first_of
from generator.text.urls import short_hash

# Nothing tells since when there is a filter. Of a source of which it leaves out nearly all, always
# did, and always will, those are enough which had a permalink if the filter came later.
MOST_LEFT_OUT = 1000


def make_forwards(
    groups: Sequence[Group],
    shown: Collection[str],
    names: Names,
    left_out: Sequence[Group] = (),
) -> tuple[Forward, ...]:
    """Return a forward for each permalink that is gone, if it could have been of one article only.

    `shown` are the ids of the groups that are articles; the owner left out the others, and filters
    leave out `left_out`, of which those that were received first have forwards.
    """
    taken = {group.slug for group in groups if group.id in shown}
    leading: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        leading[group.slug].add(group.id)
        for slug, longer in _other_slugs(group, names):
            leading[longer if slug in taken else slug].add(group.id)
    leads_to = {slug: next(iter(ids)) for slug, ids in leading.items() if len(ids) == 1}
    located = _located(groups, names) if left_out else {}
    for group in sorted(left_out, key=lambda group: group.first.moment)[:MOST_LEFT_OUT]:
        article_id = located.get(names.address(group.first.url or ""), group.id)
        for slug in (group.slug, *(slug for slug, _longer in _other_slugs(group, names))):
            leads_to.setdefault(slug, article_id)
    return tuple(
        Forward(slug=slug, leads_to=leads_to[slug]) for slug in sorted(leads_to.keys() - taken)
    )


def _located(groups: Iterable[Group], names: Names) -> dict[str, str]:
    """Return the ids of articles by the addresses of all their entries."""
    return {
        names.address(entry.url): group.id
        for group in groups
        for entry in group.entries
        if entry.creates and entry.url
    }


def _other_slugs(group: Group, names: Names) -> Iterator[tuple[str, str]]:
    """Yield the slugs of the other URLs and titles of the article's entries.

    Each comes with the longer one that an entry would have had by itself, were the slug taken.
    """
    own = names.whole_url(group.first.url) if group.first.url else None
    own_title = names.title(group.first.title or "")
    for entry in group.entries:
        if not entry.creates or entry.prose:
            continue
        first = first_of(entry).url
        for url in {url for url in (first, entry.url, *entry.former_urls) if url and own}:
            if (whole := names.whole_url(url)) != own:
                article_id = short_hash(whole)
                slug = names.slug(url, None, article_id, names.distinguishing_part(url))
                yield slug, f"{slug}-{article_id}" if url == first else slug
        if not own and entry.title and names.title(entry.title) != own_title:
            slug = names.slug(None, entry.title, short_hash(names.title(entry.title)))
            yield slug, slug
