"""What nobody, or a reader, can do to the data with messages made by hand over the websocket: nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from loaders import load
from loaders.changes import store, writing
from loaders.ledger import read_files
from tests.browser.serving import Server, serve
from tests.provider import Provider, providing, secrets
from tests.ui.by_hand import Hand, hand

ROOT = Path(__file__).resolve().parents[2]
PLACES = "places.csv"
HEALTH = "section=enter"


class Kept(NamedTuple):
    """A server with signing in, its provider, and the data that its maintainers may write."""

    server: Server
    provider: Provider
    data: Path

    def state(self) -> dict[str, bytes]:
        """Every file of the data, with those of the history."""
        return {str(one): one.read_bytes() for one in sorted(self.data.rglob("*")) if one.is_file()}

    def signed(self, group: str) -> httpx.Client:
        """The cookies of somebody who has signed in and is of a group; of nobody where that is empty."""
        client = httpx.Client(base_url=self.server.url, timeout=60)
        if group:
            self.provider.claims = {"groups": [group]}
            with hand(self.server.url, client) as one:
                one.sign_in()
        return client

    @contextmanager
    def session(self, group: str, of: str = "") -> Iterator[Hand]:
        """A session of such a one; one that is to go on with another's, by its number."""
        with closing(self.signed(group)) as client, hand(self.server.url, client, of) as one:
            yield one


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Few data, of which every chart is built in a moment, with one change that can be taken back."""
    data = few(tmp_path_factory.mktemp("kept") / "data")
    seen = {path: one for path, one in read_files(data).items() if isinstance(one, bytes)}
    writing.write(data, seen, {PLACES: renamed(seen[PLACES], "Roj")}, who="A test", why="To be taken back")
    with (
        providing() as provider,
        serve(data=data, secrets=secrets(provider.url), settings={"CAMPSTATS_WRITE": "yes"}) as server,
    ):
        yield Kept(server, provider, data)


def few(data: Path) -> Path:
    """The data with one series alone, without what describes the others."""
    shutil.copytree(ROOT / "data", data)
    for path in (data / "observations").glob("*.csv"):
        _keep(path, "camp_population,roj,")
    for name in {one.file for one in load(data).problems if one.severity == "error"}:
        _keep(data / name, "\n")
    return data


def _keep(path: Path, beginning: str) -> None:
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *(row for row in rows if row.startswith(beginning))]), encoding="utf-8")


def renamed(places: bytes, name: str) -> bytes:
    """The table of places with the camp under another name."""
    row = next(one for one in places.split(b"\n") if one.startswith(b"roj,"))
    was = row.split(b",")[1]
    return places.replace(row, row.replace(was, name.encode(), 1), 1)


class Learnt(NamedTuple):
    """What a maintainer's page tells of its widgets: those that write and what goes before, their fragments."""

    undo: str
    upload: str
    who: str
    write: str
    fragments: dict[str, str]


def learnt(kept: Kept) -> Learnt:
    """Opened by a maintainer with a file that could be written, and left as it is."""
    with kept.session("maintainers") as one:
        one.run("health", query=HEALTH)
        undo, upload = one.widget("entry-undo-"), one.widget("upload-file")
        fragments = {name: one.widgets[name] for name in (undo, upload)}
        content = renamed((kept.data / PLACES).read_bytes(), "Roj camp tried")
        one.run(None, one.widgets[upload], HEALTH, {upload: one.uploaded(PLACES, content)})
        return Learnt(undo, upload, one.widget("upload-who"), one.widget("upload-write"), fragments)


def pressed(kept: Kept, one: Hand, known: Learnt, status: int) -> None:
    """Take the last change back and write a file, as a maintainer's page says it; first the parts alone, then the page.

    `status` is the one with which the upload is answered.
    """
    content = renamed((kept.data / PLACES).read_bytes(), "Roj camp written")
    one.run("health", query=HEALTH)
    file = one.uploaded(PLACES, content, status)
    for name, states in (
        (known.undo, {known.undo: True}),
        (known.upload, {known.upload: file, known.who: "Somebody", known.write: True}),
    ):
        one.run(None, known.fragments[name], HEALTH, states)
        one.run("health", query=HEALTH, says=states)


def test_only_a_maintainers_messages_write(kept: Kept) -> None:
    """The same messages of nobody and of a reader change no file; that a maintainer's do shows that they are right."""
    known, before = learnt(kept), kept.state()
    for group, status in (("", 401), ("readers", 204)):
        with kept.session(group) as one:
            pressed(kept, one, known, status)
            assert not [name for name in one.widgets if "entry-undo" in name or "upload-write" in name]
        assert kept.state() == before, group or "nobody"
    with kept.session("maintainers") as one:
        pressed(kept, one, known, 204)
    assert b"Roj camp written" in (kept.data / PLACES).read_bytes()
    assert [(one.why, one.undone) for one in store.history(kept.data)] == [
        ("Edited files", False),
        ("To be taken back", True),
    ]


def test_a_session_is_not_gone_on_with_by_somebody_else(kept: Kept) -> None:
    """Whoever learns the number of a maintainer's session gets one of their own by it, in their own role."""
    with kept.session("maintainers") as theirs:
        theirs.run("health", query=HEALTH)
        with kept.session("readers", theirs.session) as mine:
            mine.run("health", query=HEALTH)
            assert mine.session != theirs.session
            assert not [name for name in mine.widgets if "entry-undo" in name]
