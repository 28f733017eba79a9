"""static/assets/icon.svg → the pictures of it that an installed site wants: `make icons`.

The mark stands in the middle four fifths of a maskable icon, which a system may cut to any shape.
Source: W3C, Web Application Manifest, "Icon masks and safe zone".
"""

from __future__ import annotations

from pathlib import Path

from tests.browsers import open_browser

ASSETS = Path(__file__).parents[1] / "static/assets"
# By name: the size, and how much of it the mark takes.
ICONS = {"icon-192": (192, 0.8), "icon-512": (512, 0.8), "icon-maskable": (512, 0.56)}
PAPER = "#fcfcfa"


def main() -> None:
    """Draws each icon on paper, for a home screen may be of any colour."""
    mark = (ASSETS / "icon.svg").read_text("utf-8")
    with open_browser() as browser:
        for name, (size, share) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size}, color_scheme="light")
            page.set_content(
                f"<style>body {{ margin: 0; display: grid; place-items: center; height: 100vh;"
                f" background: {PAPER} }} svg {{ width: {share:.0%} }}</style>{mark}"
            )
            page.screenshot(path=ASSETS / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
