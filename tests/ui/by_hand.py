"""Speaks with the dashboard as its page does, over the websocket, with messages that are made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

XSRF = "_streamlit_xsrf"
LONG = 240  # seconds until a script ends that builds every chart, on a machine that does other work


@dataclass
class Hand:
    """A session: its own id, its page, the widgets that were drawn, by id with their fragments, and all fragments."""

    http: httpx.Client
    socket: ClientConnection
    page: str = ""
    session: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    fragments: set[str] = field(default_factory=set)
    redirect: str = ""
    sent: list[bytes] = field(default_factory=list)  # every message of the server

    def widget(self, key: str) -> str:
        """The id of the one widget whose key begins so."""
        found = [one for one in self.widgets if f"-{key}" in one]
        assert len(found) == 1, (key, list(self.widgets))
        return found[0]

    def send(self, message: BackMsg) -> None:
        """Send any message."""
        self.socket.send(message.SerializeToString())

    def heard(self, *kinds: str) -> ForwardMsg:
        """The next message of one of these kinds; what comes before is taken in."""
        while True:
            told = ForwardMsg()
            data = self.socket.recv(timeout=LONG)
            self.sent.append(data if isinstance(data, bytes) else data.encode())
            told.ParseFromString(self.sent[-1])
            self._take(told)
            if told.WhichOneof("type") in kinds:
                return told

    def run(
        self, page: str | None = None, fragment: str = "", query: str = "", says: Mapping[str, Any] | None = None
    ) -> None:
        """Ask for a run, of a fragment alone where one is named, with the states of widgets; wait until it has ended.

        `says` is by id what a widget says: True presses a button, a text fills a field. A fragment that the session
        does not have is asked for all the same, but no end of its run is waited for.
        """
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.fragment_id = query, fragment
        if page is None:
            asked.page_script_hash = self.page
        else:
            asked.page_name, self.widgets, self.fragments = page, {}, set()
        asked.widget_states.widgets.extend(_state(one, said) for one, said in (says or {}).items())
        self.send(message)
        if fragment and fragment not in self.fragments:
            return
        while self.heard("script_finished").script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            pass

    def _take(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self.session = told.new_session.initialize.session_id
        elif kind == "navigation":
            self.page = told.navigation.page_script_hash
        elif kind == "auth_redirect":
            self.redirect = told.auth_redirect.url
        elif kind == "delta":
            self.fragments.add(told.delta.fragment_id)
            drawn = told.delta.new_element
            name = str(getattr(getattr(drawn, drawn.WhichOneof("type") or "empty"), "id", ""))
            if name:
                self.widgets[name] = told.delta.fragment_id

    def uploaded(self, name: str, content: bytes, status: int = 204) -> UploadedFileInfo:
        """Upload a file as the page does, which is answered with a status; what the widget then says."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(name)
        self.send(message)
        urls: FileURLs = self.heard("file_urls_response").file_urls_response.file_urls[0]
        answer = self.http.put(
            urls.upload_url, files={"file": (name, content)}, headers={"X-Xsrftoken": self.http.cookies[XSRF]}
        )
        assert answer.status_code == status, answer.text
        return UploadedFileInfo(file_id=urls.file_id, name=name, size=len(content), file_urls=urls)

    def sign_in(self) -> None:
        """Press the button of the page that asks to, and go where it leads; a new session has the reader's cookie."""
        self.run("")
        self.run(None, says={self.widget("sign-in"): True})
        if not self.redirect:
            self.heard("auth_redirect")
        assert self.http.get(self.redirect, follow_redirects=True).status_code == 200


def _state(name: str, said: Any) -> WidgetState:
    state = WidgetState(id=name)
    match said:
        case True:
            state.trigger_value = True
        case str():
            state.string_value = said
        case UploadedFileInfo():
            state.file_uploader_state_value.uploaded_file_info.append(said)
    return state


@contextmanager
def hand(url: str, http: httpx.Client, session: str = "") -> Iterator[Hand]:
    """A session with the server at an address, for whomever the cookies of a client are of; another's to go on with."""
    http.get("/_stcore/health")
    cookies = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    with connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(url),
        subprotocols=[Subprotocol(one) for one in ("streamlit", http.cookies[XSRF], session) if one],
        additional_headers={"Cookie": cookies},
        max_size=None,
    ) as socket:
        yield Hand(http, socket)
