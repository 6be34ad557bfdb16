"""What a browser is given first: a page in which title, sentence and tiles stand already, before any script has come.

Streamlit's own page is empty until a megabyte of scripts has come and its websocket has said what to show: on a slow
line a reader looks at nothing for seconds. The head of each page is kept when the page is made ready, and stands in the
HTML until Streamlit has drawn the same in its place. Scripts that every page needs are named in the HTML too, so that
they are fetched at once and not one after the other.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from charts.palette import Theme
from loaders import Ledger
from render.picture.dark import DARK
from render.picture.picture import chart_svg
from ui import data, roles
from ui.compressed import ENCODINGS, accepted, answer
from ui.registry import PAGES, Page
from ui.rehearsal import FILTER, Sketch, rehearse
from ui.window import title

HERE = Path(__file__).parent
SCRIPT = (HERE / "opening.js").read_text(encoding="utf-8")
THEME = (HERE / "theme.js").read_text(encoding="utf-8")
CONNECTING = (HERE / "connecting.js").read_text(encoding="utf-8")
# What stands on every page or in its sidebar, by the names that Streamlit's scripts of them begin with.
PARTS = ("BidiComponent", "DateInput", "DownloadButton", "Html", "PageLink", "Selectbox", "TextInput")
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")
# The room of a chart in a card of half a row and of a whole one, in a window of 1,400 pixels.
_HALF, _WHOLE = 476, 1002
_IDS = re.compile(r' id="[^"]*"')  # which the page itself will have
# Of each colour the one for the reader's theme.
_EITHER = {light: f"light-dark({light}, {dark})" for light, dark in DARK.items()}
_VERSIONS = 2  # the data version on screen, and the one that is being made ready
_HEADS: OrderedDict[str, dict[str, Head]] = OrderedDict()


class Head(NamedTuple):
    """What a page shows first as HTML, and the name of the script that its first drawing needs, where it has one.

    `connects` says whether Streamlit's scripts may turn to the server at once: who has signed in they learn by asking.
    """

    html: str = ""
    draws: str = ""
    connects: bool = True


def make_ready(page: Page, ledger: Ledger, theme: Theme) -> None:
    """Draw a page in its default state for nobody, and keep its head. Raises what the page raises."""
    seen, drawn = rehearse(page.file, ledger, theme)
    heads = _HEADS.setdefault(ledger.version, {})
    if page.path not in heads:  # it is the same in every theme
        heads[page.path] = Head(_looks(seen), _script(drawn[0]) if drawn else "")
    while len(_HEADS) > _VERSIONS:
        _HEADS.popitem(last=False)


def _looks(seen: Sequence[str | Sketch]) -> str:
    """Title, filters, sentence, tiles, tabs and first row of cards of a page as HTML, as far as they can be foreseen.

    That ends after the tiles where several filters stand side by side: how much room they take is the browser's to say.
    """
    words = [one for one in takewhile(lambda one: isinstance(one, str), seen) if isinstance(one, str)]
    end = next((place for place, html in enumerate(words, 1) if "cs-takeaway" in html), 0)
    above = "".join(dict.fromkeys(words[:end]))
    if not end or any(one.startswith(FILTER) and other.startswith(FILTER) for one, other in pairwise(words)):
        return above
    below = "".join(_IDS.sub("", one) for one in words[end:])
    row = _first_row([one for one in seen if isinstance(one, Sketch)])
    return f'{above}<div class="first-below">{below}{row}</div>'


def _first_row(cards: Sequence[Sketch]) -> str:
    """The cards that stand first, with pictures in place of their charts; style.css says which stand beside another."""
    if not cards:
        return ""
    beside = [one for one in cards if one.grid == cards[0].grid and "cs-figures" not in one.below]
    wide = not cards[0].grid or "cs-figures" in cards[0].below or len(beside) < 2
    shown, width = (cards[:1], _WHOLE) if wide else (beside[:2], _HALF)
    high = max(one.height for one in shown)  # charts beside each other are drawn for the room of the higher one
    return f'<div class="first-row">{"".join(_drawn(one, width, high) for one in shown)}</div>'


def _drawn(card: Sketch, width: int, high: int) -> str:
    svg = chart_svg(card.chart, data.geo(), width, high, _EITHER) if card.chart is not None else ""
    head = f'<div class="cs-head">{_IDS.sub("", card.above)}</div>'
    drawing = f'<div class="first-drawing" style="min-height: {card.height}px">{svg}</div>' if card.height else ""
    return f'<div class="first-card">{head}{drawing}<div class="cs-below">{_IDS.sub("", card.below)}</div></div>'


class Opening:
    """ASGI middleware that answers for the pages of the dashboard; what it does not know Streamlit answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._base = f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        page = self._page(scope)
        if page is None:
            await self._app(scope, receive, send)
            return
        encoding = accepted(Headers(scope=scope))
        head = _head(page)
        if scope["query_string"]:
            # A choice in the address shows another sentence and other tiles than those of the page as it opens.
            head = head._replace(html="")
        body, tag = await to_thread.run_sync(_packed, page, head, encoding)
        await answer(scope, body, tag, encoding, "no-cache", "text/html")(scope, receive, send)

    def _page(self, scope: Scope) -> Page | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        path = str(scope["path"])
        return next((page for page in PAGES if path == f"{self._base}/{page.path}"), None)


def _head(page: Page) -> Head:
    """The head of a page in the data version on screen; empty while it is not known, or where readers sign in first."""
    if roles.configured():
        return Head(connects=False)
    if data.shown_since() is None:
        return Head()
    return _HEADS.get(data.newest().version, {}).get(page.path, Head())


@lru_cache(maxsize=200)
def _packed(page: Page, head: Head, encoding: str) -> tuple[bytes, str]:
    """The page in an encoding, and the tag by which a browser names what it holds."""
    body = html(page, head).encode()
    tag = f'"{sha256(body).hexdigest()[:16]}{encoding}"'
    return (ENCODINGS[encoding](body) if encoding else body), tag


def html(page: Page, head: Head) -> str:
    """Streamlit's page with the title of this one, what is fetched at once, and the head where there is one."""
    made = _streamlit().replace("<title>Streamlit</title>", f"<title>{escape(title(page.title))}</title>")
    below = f"<script>{THEME}</script>"
    if head.connects:
        draws = f' data-draws="./static/js/{head.draws}"' if head.draws else ""
        below += f'<script data-page="{page.path}"{draws}>{CONNECTING}</script>'
    if head.html:
        made = made.replace("</head>", f'<style id="first-style">{_style()}</style></head>', 1)
        shown = f'<div data-first id="first"><div id="first-page">{head.html}</div></div>'
        below += f'<div data-first id="first-side"></div>{shown}<script>{SCRIPT}</script>'
    return made.replace("</body>", f"{below}</body>", 1)


@cache
def _streamlit() -> str:
    """Streamlit's own page, without what it says of Streamlit, and with the scripts that every page needs."""
    page = (_static() / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"<!--(?:(?!-->).)*?agent API(?:(?!-->).)*?-->\s*", "", page, flags=re.DOTALL)
    page = re.sub(r'<link\s+rel="service-desc"[^>]*>\s*', "", page)
    said = 'This page needs JavaScript. The figures can be had without it: <a href="./api/v1/">for programs</a>.'
    page = re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{said}</p></noscript>", page, flags=re.DOTALL)
    links = (f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in scripts())
    return page.replace("</head>", "\n".join((*links, "</head>")), 1)


@cache
def scripts() -> tuple[str, ...]:
    """The names of the scripts of PARTS and of all that they import, without those that Streamlit's page names."""
    folder = _static() / "static" / "js"
    named = set(re.findall(r"static/js/([\w.-]+\.js)", (_static() / "index.html").read_text(encoding="utf-8")))
    waiting = [one.name for part in PARTS for one in sorted(folder.glob(f"{part}.*.js"))]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in named and name not in found:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return tuple(found)


@cache
def _script(kind: str) -> str:
    """The name of Streamlit's script that draws a kind of element; empty where none or several are named so."""
    found = [one.name for one in (_static() / "static" / "js").glob(f"{kind}.*.js")]
    return found[0] if len(found) == 1 else ""


@cache
def _style() -> str:
    """The style of the dashboard and that of the first sight, in the colours and the size of the settings."""
    style = (HERE / "opening.css").read_text(encoding="utf-8")
    style = style.replace("BASE_SIZE", f"{st.get_option('theme.baseFontSize')}px")
    for theme in ("light", "dark"):
        colours = {"SIDE": "sidebar.backgroundColor", "GROUND": "backgroundColor", "TEXT": "textColor"}
        for word, option in (colours | {"LINK": "linkColor"}).items():
            style = style.replace(f"{theme.upper()}_{word}", str(st.get_option(f"theme.{theme}.{option}")))
    font = re.search(r'href="(\./static/media/[^"]+\.woff2)"', _streamlit())
    face = f'@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: url({font[1]}); }}' if font else ""
    # The page brings the style of its own elements along.
    return (HERE / "style.css").read_text(encoding="utf-8").replace('[data-testid="stMain"] ', "#first ") + face + style


def _static() -> Path:
    return Path(str(files("streamlit"))) / "static"
