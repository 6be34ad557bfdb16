"""What goes over the websocket beside the pages."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui import messages


def message(kind: str, payload: str = "") -> bytes:
    """A message of a browser."""
    made = BackMsg()
    if isinstance(getattr(made, kind), bool):
        setattr(made, kind, True)
    else:
        getattr(made, kind).SetInParent()
    if payload:
        getattr(made.backend_operation_request, payload).SetInParent()
    return made.SerializeToString()


@pytest.mark.parametrize("kind", ["rerun_script", "stop_script", "app_heartbeat", "file_urls_request"])
def test_what_a_page_says_is_heard(kind: str) -> None:
    assert messages.is_a_pages(message(kind))


@pytest.mark.parametrize("payload", ["deferred_file", "dataframe_chunk"])
def test_what_a_page_fetches_is_fetched(payload: str) -> None:
    assert messages.is_a_pages(message("backend_operation_request", payload))


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("load_git_info", ""),
        ("clear_cache", ""),
        ("set_run_on_save", ""),
        ("debug_shutdown_runtime", ""),
        ("debug_disconnect_websocket", ""),
        ("backend_operation_request", ""),
        ("backend_operation_request", "install_skills"),
        ("backend_operation_request", "dismiss_skills_nudge"),
    ],
)
def test_what_serves_developers_is_passed_over(kind: str, payload: str) -> None:
    assert not messages.is_a_pages(message(kind, payload))


def test_every_message_of_a_browser_is_judged() -> None:
    """Another release of Streamlit may know more of them, which are passed over until they are looked at."""
    known = {one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert known >= messages._ASKED
    assert {one for one in known if not messages.is_a_pages(message(one))} == known - messages._ASKED | {
        "backend_operation_request"
    }


def test_a_run_begins_without_directory_and_version() -> None:
    made = ForwardMsg(hash="x")
    made.new_session.name = "dashboard.py"
    made.new_session.main_script_path = "/srv/somewhere/dashboard.py"
    made.new_session.main_script_hash = "abc"
    made_of = made.new_session.initialize.environment_info
    made_of.streamlit_version, made_of.python_version, made_of.server_os = st.__version__, "3, 11, 2", "Linux"
    bare = ForwardMsg()
    bare.ParseFromString(messages.nameless(made.SerializeToString()))
    assert (bare.new_session.main_script_path, bare.new_session.main_script_hash) == ("dashboard.py", "abc")
    left = bare.new_session.initialize.environment_info
    assert (len(left.streamlit_version), left.python_version, left.server_os) == (8, "", "")


def test_any_other_message_is_sent_as_it_is() -> None:
    made = ForwardMsg()
    made.delta.new_element.markdown.body = f"version {st.__version__}"
    assert messages.nameless(made.SerializeToString()) == made.SerializeToString()
