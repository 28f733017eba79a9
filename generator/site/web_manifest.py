"""Make the web app manifest, by which the site can be installed (W3C, Web Application Manifest)."""

from __future__ import annotations

from generator.model import Page
from generator.site.catalogue import Catalogue
from generator.site.paths import HOME, WEB_MANIFEST
from generator.text.json import formatted

# Some systems take no SVG. Made of it by `make icons`.
_PICTURES = [
    {"src": f"assets/{name}.png", "type": "image/png", "sizes": f"{size}x{size}", "purpose": use}
    for name, size, use in (
        ("icon-192", 192, "any"),
        ("icon-512", 512, "any"),
        ("icon-maskable", 512, "maskable"),
    )
]


def web_manifest_page(catalogue: Catalogue) -> Page:
    """Return the manifest. Its addresses are relative to it, so it holds wherever the site is."""
    site = catalogue.site
    manifest = {
        "id": f"./?site={site.id}",
        "name": site.title,
        "lang": site.language,
        "start_url": HOME,
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fcfcfa",
        "theme_color": "#fcfcfa",
        "icons": [
            {"src": "assets/icon.svg", "type": "image/svg+xml", "sizes": "any"},
            *_PICTURES,
        ],
    }
    if site.description:
        manifest["description"] = site.description
    return Page(
        path=WEB_MANIFEST, inputs=manifest, body=lambda: formatted(manifest).decode() + "\n"
    )
