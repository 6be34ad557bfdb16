"""One chart in a page of its own, and what is said of the data to catalogues."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from lxml import etree
from starlette.applications import Starlette

from api.served import Served
from api.web.app import Api
from charts import catalog
from charts.alt import describe
from charts.citation import source_line
from charts.palette import INK
from exports.briefing import from_token
from loaders import Ledger
from render.plan import frame
from tests.api.client import Client, client
from tests.exports.test_injection import HOSTILE


def test_a_chart_stands_alone_with_its_source_and_a_link(api: Client, ledger: Ledger) -> None:
    spec = catalog.build("camps.population", ledger, camp="roj")
    answer = api.ask("/embed?chart=camps.population&camp=Roj")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for text in (spec.title, source_line(spec), describe(spec)):
        assert html.escape(text) in answer.text
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', answer.text)]
    shown = from_token(parse_qs(urlsplit(next(one for one in links if one.startswith("chart?"))).query)["show"][0])
    assert (shown.items[0].chart, shown.items[0].filters["camp"]) == ("camps.population", "roj")
    assert not re.search(r"(?:src|href|srcset)=\"(?:https?:)?//", answer.text)
    assert "<script" not in answer.text


def test_every_picture_of_the_page_is_served(api: Client) -> None:
    text = api.ask("/embed?chart=camps.population&camp=roj&as_known_on=2021-12-31").text
    found = re.findall(r'(?:src|srcset|href)="(api/v1/[^"]+)"', text)
    found += re.findall(r'property="og:image" content="http://dashboard.example/(api/v1/[^"]+)"', text)
    assert len(found) == 6
    for address in found:
        answer = api.ask(f"/{html.unescape(address).removeprefix('api/v1/')}")
        assert answer.status_code == 200, address


@pytest.mark.parametrize("host", ["stats.example.org", "stats_2.example.org:8501", "[::1]:8501"])
def test_a_preview_names_its_picture_by_the_address_that_was_asked(desk: Served, host: str) -> None:
    """Below a path too; one answer is not given to who asks at another address."""
    below = Client(Starlette(routes=Api(desk).routes("/sites/é")))

    def picture(host: str) -> list[str]:
        text = below.ask("/sites/%C3%A9/embed?chart=camps.population", host=host).text
        return [html.unescape(one) for one in re.findall(r'property="og:image" content="([^"]+)"', text)]

    expected = "http://{}/sites/%C3%A9/api/v1/charts/camps.population.png"
    assert picture("other.example") == [expected.format("other.example")]
    assert picture(host) == [expected.format(host)]
    assert picture('a"><script>') == []


def test_a_link_with_a_version_says_where_the_data_have_changed(api: Client, desk: Served) -> None:
    text = api.ask("/embed?chart=camps.population").text
    link = html.unescape(re.findall(r'href="(embed\?[^"]+)"', text)[0])
    assert "have changed" not in api.ask(f"/{link}").text
    newer = replace(desk.ledger(), version="fedcba9876543210")
    assert "The data have changed since version" in client(replace(desk, ledger=lambda: newer)).ask(f"/{link}").text


@pytest.mark.parametrize("query", ["", "chart=x", "chart=camps.population&camp=Paris", "chart=camps.population&town=a"])
def test_what_cannot_be_shown_is_said_on_the_page(api: Client, query: str) -> None:
    answer = api.ask(f"/embed?{query}")
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>No chart</h1>" in answer.text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["camps.population", "camps.map", "flows.sankey", "camps.custody", "detention.timeline"]
)
def test_a_drawing_is_a_picture_for_its_ground(api: Client, name: str, theme: str) -> None:
    answer = api.ask(f"/drawings/{name}.svg?theme={theme}&width=400&height=300")
    root = etree.fromstring(answer.content)
    assert (root.get("width"), root.get("height")) == ("400", "300")
    inks = (INK["light"]["text"], INK["light"]["muted"], frame.TEXT)
    assert any(ink in answer.text for ink in inks) == (theme == "light")


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text])
def test_hostile_words_run_nowhere(api: Client, text: str) -> None:
    query = urlencode({"chart": "camps.population", "camp": text[:190]})
    answer = api.ask(f"/embed?{query}")
    assert answer.status_code in (400, 404)
    assert not re.search(r"<(?!/?(?:html|head|meta|title|link|body|main|h1|p)\b|!doctype)", answer.text)


def test_the_dataset_is_described_for_catalogues(api: Client, ledger: Ledger) -> None:
    answer = api.ask("/dataset.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    found = answer.json()
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Dataset")
    assert found["version"] == ledger.version
    assert len(found["variableMeasured"]) == len(ledger.indicators)
    for one in found["distribution"]:
        assert api.ask(f"/{one['contentUrl']}").status_code == 200
    inline = re.search(r'<script type="application/ld\+json">(.*?)</script>', api.ask("/").text, re.DOTALL)
    assert inline
    assert json.loads(inline[1]) == found
