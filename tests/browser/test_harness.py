"""The harness itself: what it must find is found, on a small app that does everything wrong and in plain texts."""

import io
import os
import signal
import threading
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from PIL import Image
from playwright.sync_api import Browser
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.harness import BrowserMissingError, Conversation, DrawnMap, Visitor, count_colours, find_browser
from tests.browser.serving import OutsideTrap, Server, serve
from tests.browser.words import raw_words

BAD_APP = """
import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

st.title("First")
st.title("Second")
st.html('<div style="width: 3000px">wide</div><img src="http://192.0.2.1/pixel.png">')
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2], y=[2, 3], mode="lines+markers")), key="drawn")
st.plotly_chart(go.Figure(go.Scatter(x=[], y=[])), key="empty")
st.pydeck_chart(pdk.Deck(map_provider=None))
st.write("held: nan")
raise ValueError("the script failed")
"""


@pytest.fixture(scope="module")
def bad_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that breaks every rule."""
    app = tmp_path_factory.mktemp("bad") / "app.py"
    app.write_text(BAD_APP, encoding="utf-8")
    return app


def test_every_fault_of_a_bad_page_is_found(bad_app: Path, browser: Browser) -> None:
    """Each check of test_every_page.py would fail here."""
    with serve(bad_app) as server:
        page = Visitor(browser, server)("")
        assert len(page.exceptions()) == 1
        assert page.headings() == ["First", "Second"]
        assert "http://192.0.2.1/pixel.png" in page.outside_requests
        assert page.overflow() != []
        marks, none = page.charts()
        assert marks >= 3
        assert none == 0
        assert page.maps() == [DrawnMap(colours=1, largest_share=1.0)]
        assert [word for text in page.texts() for word in raw_words(text)] == ["nan"]
        assert page.background() == "rgb(255, 255, 255)"
        page.close()
        dark = Visitor(browser, server)("", theme="dark")
        assert dark.background() != "rgb(255, 255, 255)"
        dark.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nan", ["nan"]),
        ("Held: NaN", ["NaN"]),
        ("as of NaT", ["NaT"]),
        ("None", ["None"]),
        ("Region: None", ["None"]),
        ("None of the camps", []),
        ("Nangarhar", []),
        ("camp_population of al-Hol", ["camp_population"]),
        ("https://example.org/a_file_name.pdf", []),
        ("al-Hol and Jeddah-1", []),
    ],
)
def test_raw_words_are_told_from_prose(text: str, words: list[str]) -> None:
    assert raw_words(text) == words


def test_colours_that_hardly_show_are_not_counted() -> None:
    """One pixel in ten thousand is noise; one in ten is a shape."""
    picture = Image.new("RGB", (100, 100), "#ffffff")
    picture.putpixel((0, 0), (255, 0, 0))
    picture.paste("#1f5a8a", (0, 0, 100, 10))
    picture.putpixel((50, 50), (0, 255, 0))
    png = io.BytesIO()
    picture.save(png, "PNG")
    assert count_colours(png.getvalue()) == DrawnMap(colours=2, largest_share=0.8999)


def test_a_missing_browser_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(BrowserMissingError, match=r"^no browser: no-such-browser not found .*$"):
        find_browser()


def test_what_a_server_asks_of_other_hosts_is_caught() -> None:
    trap = OutsideTrap()
    with pytest.raises((URLError, ConnectionError)):
        build_opener(ProxyHandler({"http": trap.url})).open("http://192.0.2.1/where-am-i", timeout=5)
    trap.close()
    assert trap.requests == ["GET http://192.0.2.1/where-am-i HTTP/1.1"]


def test_the_server_asks_nothing_of_another_host(server: Server, visit: Visitor) -> None:
    """Not at its start, when a headless Streamlit would ask for its own address, and not while it serves a page."""
    visit("").close()
    assert server.trap.requests == []


def _received(status: int | None = None, parts: tuple[str, ...] = ()) -> bytes:
    message = ForwardMsg()
    if status is None:
        message.new_session.SetInParent()
        message.metadata.run.fragment_ids.extend(parts)
    else:
        message.script_finished = status  # type: ignore[assignment]
    return message.SerializeToString()


def test_a_run_that_was_asked_for_is_waited_for_until_it_has_ended() -> None:
    """The end of an earlier run, or of one cut short for it, is not the answer."""
    said = Conversation()
    said.send(BackMsg(app_heartbeat=True).SerializeToString())
    assert not said.waits_for
    said.send(BackMsg(rerun_script=ClientState()).SerializeToString())
    said.receive(_received(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert "beginning" in said.waits_for
    said.receive(_received())
    assert "end" in said.waits_for
    said.receive(_received(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert "beginning" in said.waits_for
    said.receive(_received())
    said.receive(_received(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    assert not said.waits_for


def test_a_run_of_one_part_of_the_page_is_no_answer_for_another() -> None:
    """A run of all is, of the whole and of each part."""
    said = Conversation()
    for part in ("news", "section"):
        said.send(BackMsg(rerun_script=ClientState(fragment_id=part)).SerializeToString())
    said.receive(_received(parts=("news",)))
    said.receive(_received(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    assert "beginning" in said.waits_for
    said.receive(_received(parts=("section",)))
    said.receive(_received(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    assert not said.waits_for
    for part in ("section", ""):
        said.send(BackMsg(rerun_script=ClientState(fragment_id=part)).SerializeToString())
    said.receive(_received(parts=("section",)))
    said.receive(_received(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    assert "beginning" in said.waits_for
    said.receive(_received())
    said.receive(_received(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert not said.waits_for


SLOW_APP = """
import streamlit as st

st.button("Press", key="pressed")
"""


def test_a_page_is_not_at_rest_while_its_server_is_held_up(tmp_path: Path, browser: Browser) -> None:
    """The server is stopped when the button is pressed, as on a machine that is busy with something else."""
    app = tmp_path / "app.py"
    app.write_text(SLOW_APP, encoding="utf-8")
    with serve(app) as server:
        page = Visitor(browser, server)("")
        os.kill(server.process, signal.SIGSTOP)
        threading.Timer(3, os.kill, (server.process, signal.SIGCONT)).start()
        begun = time.monotonic()
        page.page.get_by_role("button", name="Press").click()
        page.settle()
        assert time.monotonic() - begun > 2.9
        page.close()
