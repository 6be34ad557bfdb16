"""The picture buttons in a browser: what is saved is large, complete, light, and harmless."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from charts.palette import HUES, INK
from tests.browser.harness import THEMES, Server, Theme, serve

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("chart", "map")
FORMS = ("PNG", "SVG")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("picture")]

# The texts of an SVG page that stand out of it.
CLIPPED = """() => {
  const page = document.documentElement.getBoundingClientRect();
  const out = (box) => box.left < 0 || box.top < 0 || box.right > page.width || box.bottom > page.height;
  return [...document.querySelectorAll('text')].filter((t) => out(t.getBoundingClientRect())).map((t) => t.textContent);
}"""
STATE = """() => {
  const plot = document.querySelector('.js-plotly-plot');
  return JSON.stringify([plot.layout, plot.data, document.body.children.length, plot.querySelector('svg').outerHTML]);
}"""


@dataclass(frozen=True)
class Saved:
    """What one visit in a theme saved and left behind; files by kind and format."""

    files: dict[tuple[str, str], bytes]
    names: dict[tuple[str, str], str]
    before: str
    after: str
    reported: list[str]
    link: str
    link_by_hand: str
    said: str
    strange_images: int

    def drawing(self, kind: str) -> ElementTree.Element:
        """The SVG, parsed; fails if it is not well-formed."""
        return ElementTree.fromstring(self.files[kind, "SVG"])  # noqa: S314 - our own drawing

    def picture(self, kind: str) -> Image.Image:
        """The PNG."""
        return Image.open(io.BytesIO(self.files[kind, "PNG"]))

    def words(self, kind: str) -> str:
        """All texts of the SVG, in order, lines joined by spaces."""
        return " ".join("".join(text.itertext()) for text in self.drawing(kind).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def picture_server() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
        patch.setenv("STREAMLIT_SERVER_HEADLESS", "true")
        with serve(Path(__file__).with_name("picture_app.py")) as running:
            yield running


def save(page: Page, kind: str, form: str) -> tuple[str, bytes]:
    button = page.locator(f".st-key-{kind}-picture").get_by_role("button", name=f"{form}:")
    with page.expect_download() as download:
        button.press("Enter")
    return download.value.suggested_filename, download.value.path().read_bytes()


def visit(context: BrowserContext, url: str) -> Saved:
    reported: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: reported.append(str(error)))
    page.on("console", lambda message: reported.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: reported.append(dialog.message))
    page.goto(f"{url}/?place=al-hol&brief=packed")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_selector(".st-key-chart-picture button[aria-label]")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)
    before = page.evaluate(STATE)
    saved = {("chart", form): save(page, "chart", form) for form in FORMS}
    page.locator(".st-key-map-box button").first.click()
    saved |= {("map", form): save(page, "map", form) for form in FORMS}  # saving leaves the popover open
    page.keyboard.press("Escape")
    page.locator(".st-key-map-picture").wait_for(state="hidden")
    after = page.evaluate(STATE)
    group = page.locator(".st-key-chart-picture")
    group.get_by_role("button", name="Copy link:").click()
    group.get_by_text("Link copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    # Over plain http browsers offer no clipboard to scripts.
    page.evaluate("navigator.clipboard.writeText('').then(() => { navigator.clipboard.writeText = undefined; })")
    group.get_by_role("button", name="Copy link:").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
    return Saved(
        files={key: content for key, (_, content) in saved.items()},
        names={key: name for key, (name, _) in saved.items()},
        before=before,
        after=after,
        reported=reported,
        link=link,
        link_by_hand=page.evaluate("navigator.clipboard.readText()"),
        said=group.get_by_role("status").inner_text(),
        strange_images=page.locator("img[src=x]").count(),
    )


@pytest.fixture(scope="module", params=THEMES)
def saved(request: pytest.FixtureRequest, browser: Browser, picture_server: Server) -> Iterator[Saved]:
    """Everything saved in one theme, by the keyboard, once for all the tests."""
    context = browser.new_context(color_scheme=request.param, permissions=["clipboard-read", "clipboard-write"])
    yield visit(context, picture_server.url)
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_is_large_enough_for_a_slide_and_on_white_paper(saved: Saved, kind: str) -> None:
    picture = saved.picture(kind)
    assert picture.format == "PNG"
    assert picture.width >= 3200
    assert picture.height >= 1800
    assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", KINDS)
def test_title_date_sources_and_note_are_inside_the_picture(saved: Saved, kind: str) -> None:
    words = saved.words(kind)
    assert "People held in the camp fall <img src=x onerror=alert(1)> & keep falling" in words
    assert "as of 7 Feb 2026" in words
    assert "First publisher, 7 Feb 2026" in words
    assert "publisher number 6, Jan 2026" in words
    assert ("Open markers are estimates." if kind == "chart" else "imply no endorsement") in words


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_holds_nothing_that_runs(saved: Saved, kind: str) -> None:
    tags = {element.tag.removeprefix(SVG) for element in saved.drawing(kind).iter()}
    assert not tags & {"script", "foreignObject", "image", "img", "iframe", "a"}
    assert not [name for element in saved.drawing(kind).iter() for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_clipped(saved: Saved, kind: str, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "drawing.svg"
    path.write_bytes(saved.files[kind, "SVG"])
    page = browser.new_page(viewport={"width": 1700, "height": 1200})
    page.goto(path.as_uri())
    clipped = page.evaluate(CLIPPED)
    page.close()
    assert clipped == []


def css_colours(svg: bytes) -> set[str]:
    """Every colour of a drawing as `r, g, b`."""
    text = svg.decode()
    named = {
        ", ".join(str(int(code[i : i + 2], 16)) for i in (0, 2, 4)) for code in re.findall(r"#([0-9a-f]{6})", text)
    }
    return named | {", ".join(found) for found in re.findall(r"rgba?\((\d+), ?(\d+), ?(\d+)", text)}


def channels(colour: str) -> str:
    return ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


def test_the_chart_has_the_light_colours_in_either_theme(saved: Saved) -> None:
    colours = css_colours(saved.files["chart", "SVG"])
    light: Theme = "light"
    assert {channels(HUES[name][light]) for name in ("blue", "orange", "teal")} <= colours
    dark_only = {channels(INK["dark"][name]) for name in ("text", "muted", "grid", "axis", "paper")}
    assert not colours & (dark_only | {channels(HUES[name]["dark"]) for name in ("blue", "orange", "teal")})


def test_the_chart_shows_its_marks_notes_and_legend(saved: Saved) -> None:
    words = saved.words("chart")
    assert "Place number 2, labelled" in words
    assert "Place number 0" in words
    lines = [path for path in saved.drawing("chart").iter(f"{SVG}path") if path.attrib.get("class") == "js-line"]
    assert len(lines) == 6, "three lines and their keys in the legend"


def test_the_chart_on_the_screen_is_left_as_it_was(saved: Saved) -> None:
    assert saved.after == saved.before


def test_files_are_named_after_the_chart(saved: Saved) -> None:
    assert saved.names["chart", "PNG"] == "Camps al-Hol Roj 2016.png"
    assert saved.names["chart", "SVG"] == "Camps al-Hol Roj 2016.svg"


def test_the_link_reopens_the_same_view_at_the_chart(saved: Saved) -> None:
    """Without the briefing, which is the reader's own."""
    assert saved.link.endswith("/?place=al-hol#camps")
    assert saved.link_by_hand == saved.link
    assert saved.said == "Link copied"


def test_nothing_goes_wrong_and_no_markup_of_a_title_is_run(saved: Saved) -> None:
    assert saved.reported == []
    assert saved.strange_images == 0
