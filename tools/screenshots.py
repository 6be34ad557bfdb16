"""Take a picture of every page, light and dark, wide and narrow: `python -m tools.screenshots FOLDER [PAGE ...]`.

For looking at what readers will see before a change is published. A page is named by its path; the first is `overview`.
"""

import argparse
from pathlib import Path

from tests.browser.harness import THEMES, Visitor, launch
from tests.browser.serving import serve
from ui.registry import PAGES

WIDTHS = (1400, 800)


def main() -> None:
    """Serve the dashboard, open each page in each theme and width, and write the pictures as PNG files."""
    names = [page.path or "overview" for page in PAGES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go; made if missing")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"only these: {', '.join(names)}")
    arguments = parser.parse_args()
    if unknown := set(arguments.pages) - set(names):
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with serve() as server, launch() as browser:
        visit = Visitor(browser, server)
        for name in arguments.pages or names:
            for theme in THEMES:
                for width in WIDTHS:
                    path = arguments.folder / f"{name}-{theme}-{width}.png"
                    page = visit("" if name == "overview" else name, theme, width)
                    page.screenshot(path)
                    faults = page.exceptions() + page.page_errors + page.console_errors
                    print(path, *faults, sep="\n  ")
                    page.close()


if __name__ == "__main__":
    main()
