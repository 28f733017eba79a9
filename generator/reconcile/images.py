"""Choose the picture of an article: the owner's setting, else that of a note."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from generator.config.overrides import FieldRule
from generator.model.articles import Article, Evidence
from generator.model.entries import Entry, OwnImage
from generator.reconcile.claims import ONLY, overridden


def with_image(
    article: Article, entries: Sequence[Entry], settings: Sequence[FieldRule]
) -> Article:
    """Return the article with its picture; its text may be set for a note's picture, too."""
    image, evidence = None, None
    for entry in entries:
        if entry.image and image is None:
            image = entry.image
            evidence = Evidence(rule=ONLY, source=entry.source, raw=image.file)
    if of_file := overridden("image", settings):
        file, evidence = of_file
        image = OwnImage(file=file, where=evidence.source or "")
    if image and (of_alt := overridden("image_alt", settings)):
        image = structs.replace(image, alt=of_alt[0])
    if image is None or evidence is None:
        return article
    return structs.replace(article, image=image, evidence={**article.evidence, "image": evidence})
