"""Assistants are told what the pages tell, over both transports, within bounds, and what is absent is said to be."""

from __future__ import annotations

import base64
import csv
import json
import threading
from typing import Any, get_args

import pytest
from mcp_types import ImageContent, TextContent

from analysis import disputes
from analysis.find import ask
from analysis.pace.measured import SHAPES, WINDOWS
from api import figures, tables, times
from api.choices import vintage
from api.mcp import answers, vocabulary
from api.mcp.answers import MOST_TEXT, Desk
from api.mcp.server import Assistant
from api.served import Served
from charts.views.compare.series import BY, MODES
from charts.views.pace.ahead import BASES
from exports.quoted import quoted
from loaders import Ledger
from tests.api.assistants import EVERY, ROOT, Asked
from tests.awaited import awaited

QUESTIONS = [
    row["question"]
    for row in csv.DictReader((ROOT / "tests/analysis/find_questions.csv").read_text(encoding="utf-8").splitlines())
]


# --- what there is ----------------------------------------------------------------------------------------------------


def test_every_tool_says_what_it_is_for_and_changes_nothing(assistant: Asked) -> None:
    listed = assistant.tools()
    assert [tool.name for tool in listed] == list(EVERY)
    for tool in listed:
        assert tool.title
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.input_schema["additionalProperties"] is False
        for name, argument in tool.input_schema["properties"].items():
            assert argument["description"], name
        assert tool.output_schema is not None
        assert "ledger" in tool.output_schema["required"]
        assert '"null"' not in json.dumps([tool.input_schema, tool.output_schema])
    # So long a list an assistant reads before its first question.
    assert len(json.dumps([[tool.description, tool.input_schema] for tool in listed])) < 25_000


def test_what_the_schemas_offer_is_what_the_figures_offer(own: Desk) -> None:
    offered = {tool.name: tool.input_schema["properties"] for tool in awaited(Assistant(lambda: own).list_tools())}
    assert tuple(offered["pace"]["by"]["enum"]) == WINDOWS
    assert tuple(offered["pace"]["shape"]["enum"]) == SHAPES
    assert set(offered["pace"]["source"]["enum"]) == set(BASES)
    assert tuple(offered["compare"]["by"]["enum"]) == BY
    assert set(offered["compare"]["mode"]["enum"]) == set(MODES)


@pytest.mark.parametrize("tool", EVERY)
def test_every_tool_answers_with_the_version_and_within_bounds(assistant: Asked, ledger: Ledger, tool: str) -> None:
    found = assistant.call(tool, **EVERY[tool])
    assert not found.is_error, found.content
    text = found.content[0]
    assert isinstance(text, TextContent)
    assert json.loads(text.text) == found.structured_content
    assert len(text.text) < MOST_TEXT + 2_000
    assert found.structured_content is not None
    assert found.structured_content["ledger"]["version"] == ledger.version.partition("~")[0]
    assert "note" not in found.structured_content["ledger"]


# --- the same figures as the pages ------------------------------------------------------------------------------------


def test_the_questions_of_the_page_find_have_the_same_first_answer(assistant: Asked, ledger: Ledger) -> None:
    """Of all questions test_core says it, before an answer is cut to what an assistant reads; here some go by wire."""
    assert len(QUESTIONS) > 60
    for words in QUESTIONS[::12]:
        page, told = ask(ledger, words).answer, assistant.data("search", question=words)
        if page is None:
            assert not told["held"]
            continue
        assert told["held"]
        assert (told["sentence"], told["remarks"]) == (page.sentence, list(page.remarks)), words
        assert told["citation"] == quoted(ledger, page).plain
        assert told.get("figure", {}).get("value") == (page.figure and page.figure.value)
        assert told.get("when", "") == page.when
        assert [one["source"] for one in told["sources"]] == list(page.sources)[: len(told["sources"])]


def test_a_figure_carries_hedge_date_who_says_so_and_address(assistant: Asked) -> None:
    told = assistant.data("headline", indicator="camp_population", place="Al Hol", when="May 2019")
    assert told["figure"]["qualifier"]
    assert told["figure"]["text"]
    assert told["date"].startswith("2019-05")
    assert told["attribution"]
    assert told["sources"][0]["url"].startswith("https://")
    assert told["statements"][0]["locator"]
    assert told["page"].startswith(("http://127.0.0.1", "http://statistics.example:8501/chart?show="))


def test_pages_are_named_where_the_dashboard_runs(over_http: Asked, address: str) -> None:
    told = over_http.data("chart", **EVERY["chart"], picture="none")
    assert told["page"].startswith(f"{address}/chart?show=")


def test_as_known_on_a_day_and_now(assistant: Asked, ledger: Ledger) -> None:
    told = assistant.data("as_known_on", **EVERY["as_known_on"])
    pair = times.known_on(ledger, vintage(ledger, "2020-06-01"), "camp_population", place="al-hol")
    assert told["then"]["sentence"] == pair["then"]["sentence"]
    assert told["now"]["sentence"] == pair["now"]["sentence"]
    assert told["then"]["ledger"]["as_known_on"] == "2020-06-01"
    assert "as_known_on" not in told["now"]["ledger"]


def test_changes_are_those_of_the_page_part_by_part(assistant: Asked, ledger: Ledger) -> None:
    page, found, at = times.changes(ledger, **EVERY["changes"]), list[dict[str, Any]](), 0
    while True:
        told = assistant.data("changes", **EVERY["changes"], limit=7, offset=at)
        found += told["rows"]
        named = {one["source"]: one["url"] for one in told["sources"]}
        assert {one["source"] for one in told["rows"] if "source" in one} == set(named)
        assert all(url.startswith("http") for url in named.values())
        if "next_offset" not in told:
            break
        at = told["next_offset"]
    assert told["sentence"] == page["opening"]
    assert told["page"].endswith("changes?chg_from=2025-06-30&chg_to=2025-12-31")
    assert len(found) == told["total"] == sum(len(page[kind]) for kind in ("ended", "moved", "revised"))
    moved = [one for one in found if one["change"] == "moved"]
    assert [one["sentence"] for one in moved] == page["sentences"][1:]
    assert [(one.get("before"), one["after"]) for one in moved] == [
        (one["before_text"], one["after_text"]) for one in page["moved"]
    ]
    assert all(one["when"] and one["attribution"] and one["source"] for one in found if one["change"] != "ended")


def test_changes_between_days_that_cannot_be_are_refused_in_words(assistant: Asked) -> None:
    assert "choose a date after start" in assistant.fault("changes", start="2025-12-31", end="2025-06-30")
    assert "nothing is known of 1901-01-01" in assistant.fault("changes", start="1901-01-01")
    assert "is past the last of" in assistant.fault("changes", **EVERY["changes"], offset=90_000)
    quiet = assistant.data("changes", start="2025-06-30", end="2025-07-01")
    assert quiet["held"] == bool(quiet["rows"])


def test_a_question_may_be_asked_as_of_a_day(assistant: Asked) -> None:
    then = assistant.data("search", question="people in al-Hol", as_known_on="2020-06-01")
    assert then["date"] < "2020-06-02"
    assert then["ledger"]["as_known_on"] == "2020-06-01"


def test_disputes_are_those_of_the_page(assistant: Asked, ledger: Ledger) -> None:
    told = assistant.data("disputes")
    assert told["total"] == len(disputes(ledger))
    first = figures.disputes(ledger, limit=1)["rows"][0]
    assert told["rows"][0]["dispute"] == first["dispute"]
    assert len(told["rows"][0]["statements"]) == len(first["statements"])


def test_a_pace_is_told_with_its_arithmetic(assistant: Asked, ledger: Ledger) -> None:
    told, page = assistant.data("pace"), times.pace(ledger)
    assert told["sentence"] == page["sentence"]
    assert told["working"] == page["working"]
    assert page["pace"] in told["per_year"]["text"]
    assert {one["of"] for one in told["populations"]} == {one["of"] for one in page["populations"]}
    set_by_hand = assistant.data("pace", of=told["of"], by="set", per_month=100)
    assert set_by_hand["per_year"]["value"] == 1_200


# --- what is not held -------------------------------------------------------------------------------------------------


def test_what_is_absent_is_said_to_be_with_what_is_near(assistant: Asked) -> None:
    told = assistant.data("headline", indicator="camp_population", place="al-hol", origin="FRA")
    assert not told["held"]
    assert "figure" not in told
    assert "France" in told["absent"]
    assert told["near"]
    assert all("Al-Hol" in one for one in told["near"])


def test_a_question_without_an_answer_has_none(assistant: Asked) -> None:
    told = assistant.data("search", question="penguins in Antarctica")
    assert not told["held"]
    assert "figure" not in told
    assert told["absent"]


def test_statements_that_match_nothing_are_absent(assistant: Asked) -> None:
    told = assistant.data("series", indicator="camp_population", place="al-hol", origin="FRA")
    assert (told["held"], told["total"], told["rows"]) == (False, 0, [])
    assert told["near"]


def test_a_period_without_a_figure_gets_the_nearest_and_says_so(assistant: Asked) -> None:
    told = assistant.data("headline", indicator="camp_population", place="al-hol", when="2010")
    assert told["exact"] is False
    assert any("2010" in one for one in told["remarks"])


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_parts_of_a_long_list_make_the_whole(assistant: Asked, ledger: Ledger) -> None:
    whole = tables.observations(ledger, indicator="camp_population", place="al-hol")
    asked = {"indicator": "camp_population", "place": "al-hol", "limit": 100}
    rows: list[dict[str, Any]] = []
    at: int | None = 0
    while at is not None:
        told = assistant.data("statements", **asked, offset=at)
        assert len(json.dumps(told, ensure_ascii=False)) < MOST_TEXT * 1.2
        rows += told["rows"]
        at = told.get("next_offset")
        if at is not None:
            assert told["cut"][0]["rest"]
            assert told["cut"][0]["of"] == told["total"] == len(whole)
    assert [(row["file"], row["line"]) for row in rows] == list(
        whole[["file", "line"]].astype({"file": str}).itertuples(index=False, name=None)
    )


def test_the_newest_come_first_where_asked(assistant: Asked) -> None:
    told = assistant.data("series", **EVERY["series"], newest_first=True, limit=5)
    dates = [row["period_end"] for row in told["rows"]]
    assert dates == sorted(dates, reverse=True)
    assert {row["role"] for row in told["rows"]} == {"headline"}


def test_what_is_cut_says_so(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in the data, an answer has an end."""
    monkeypatch.setattr(answers, "MOST_TEXT", 3_000)
    told = answers.statements(
        own,
        limit=25,
        offset=10,
        newest_first=False,
        known_on="",
        lead="",
        **dict.fromkeys(("place", "origin", "group", "role", "since", "until", "indicator"), ""),
        theme="camps",
    ).data
    assert len(json.dumps(told)) < 5_000
    assert told["next_offset"] == 10 + len(told["rows"])
    assert told["cut"] == [{"what": "rows", "shown": len(told["rows"]), "of": told["total"], "rest": answers.NEXT}]


def test_an_offset_past_the_end_is_a_fault(assistant: Asked) -> None:
    assert "offset: 5000 is past the last" in assistant.fault("series", **EVERY["series"], offset=5000)


# --- charts and references --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media", "head"), [("png", "image/png", b"\x89PNG"), ("svg", "image/svg+xml", b"<svg")]
)
def test_a_chart_is_a_picture_and_its_figures(assistant: Asked, kind: str, media: str, head: bytes) -> None:
    found = assistant.call("chart", **EVERY["chart"], picture=kind)
    picture = found.content[1]
    assert isinstance(picture, ImageContent)
    assert picture.mime_type == media
    made = base64.b64decode(picture.data)
    assert made.startswith(head)
    told = found.structured_content
    assert told is not None
    assert told["picture"] == {"kind": kind, "size": len(made)}
    assert told["filters"] == {"camp": "roj"}
    assert told["total"] == len(told["rows"])
    assert {row["place"] for row in told["rows"]} == {"roj"}
    assert told["rows"][0]["text"]


def test_a_picture_that_is_too_large_is_left_out(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_PICTURE", 1_000)
    made = answers.chart(own, "camps.population", {}, picture="svg", limit=1, offset=0, known_on="", lead="")
    assert not made.picture
    assert "bytes" in made.data["picture"]["why_none"]


def test_references_in_every_style(assistant: Asked) -> None:
    listed = assistant.data("cite", chart="camps.population", limit=3)
    assert listed["total"] > 3
    assert "Chart made from" in listed["reference"]
    ids = ",".join(one["source"] for one in listed["sources"])
    for style, sign in {"plain": "http", "chicago": "“", "apa": "(", "bibtex": "@online{", "ris": "ER  -"}.items():
        told = assistant.data("cite", sources=ids, style=style)
        assert told["total"] == 3
        assert told["references"].count(sign) >= 3, style
    assert "name one of the two" in assistant.fault("cite")


@pytest.mark.parametrize("of", get_args(vocabulary.Lists))
def test_the_vocabulary_gives_ids_that_the_tools_take(assistant: Asked, of: str) -> None:
    told = assistant.data("vocabulary", of=of, limit=3)
    assert told["total"] >= len(told["rows"]) > 0
    found = {one["id"] for one in told["rows"]}
    assert len(found) == len(told["rows"])
    again = assistant.data("vocabulary", of=of, words=told["rows"][-1]["id"])
    assert told["rows"][-1]["id"] in {one["id"] for one in again["rows"]}


def test_nobody_waits_for_charts_that_are_being_made(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """On fresh data the figure comes at once, and the answer says that the charts are to come."""
    begun: list[Desk] = []
    monkeypatch.setattr(answers, "_made", [])
    monkeypatch.setattr(answers, "prepare", begun.append)
    own = Desk(desk, lambda: "")
    told = answers.search(own, "people in al-Hol", known_on="", lead="").data
    assert told["held"]
    assert told["charts"] == []
    assert told["cut"] == [{"what": "charts", "shown": 0, "rest": answers.SOON}]
    listed = vocabulary.vocabulary(own, "charts", "camps.population", limit=5, offset=0).data
    assert listed["rows"][0]["id"] == "camps.population"
    assert "camp=" in listed["rows"][0]["about"]
    assert listed["cut"][0]["what"] == "names"
    for thread in threading.enumerate():
        if thread.name == "charts for assistants":
            thread.join()
    assert begun == [own, own]


def test_charts_that_show_a_figure_are_named_with_their_filters(over_http: Asked) -> None:
    told = over_http.data("search", question="people in Roj")
    assert told["charts"]
    first = told["charts"][0]
    drawn = over_http.data("chart", name=first["chart"], filters=first["filters"], picture="none")
    assert drawn["title"] == first["title"]
    named = over_http.data("vocabulary", of="charts", words=first["chart"])
    assert named["rows"][0]["name"]
