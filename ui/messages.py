"""What may be said over the websocket beside what the pages say: no directory, no version, and nothing for developers.

Streamlit's page asks its server in messages of its own (`BackMsg`), some of which serve whoever develops an app: they
tell its repository, clear what is kept for all readers, or write into its folder. Each new run tells the page where the
app stands on the disk and what it is made of. The browser only needs to know whether that has changed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import streamlit as st
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # protobuf comes without types
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# What the page of a reader asks. Any other message is passed over, as if it had not come.
_ASKED = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
_OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})


def heard(receive: Receive) -> Receive:
    """What a browser says, without what no reader's page says."""

    async def passed() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or is_a_pages(message.get("bytes") or b""):
                return message

    return passed


def is_a_pages(content: bytes) -> bool:
    """Whether a message is one that a reader's page sends; what cannot be read is left to who refuses it."""
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return kind is None or kind in _ASKED


def told(send: Send) -> Send:
    """What the server says, without where it stands and what it is made of."""

    async def bare(message: Message) -> None:
        content = message.get("bytes")
        if content and _version() in content:
            message = {**message, "bytes": nameless(content)}
        await send(message)

    return bare


def nameless(content: bytes) -> bytes:
    """The message that begins a run, with a digest in the place of versions and no directory; any other as it is."""
    message = ForwardMsg()
    message.ParseFromString(content)
    if message.WhichOneof("type") != "new_session":
        return content
    session = message.new_session
    made_of = session.initialize.environment_info
    # The page opens anew where the version is another than before.
    made_of.streamlit_version = hashlib.sha256(made_of.streamlit_version.encode()).hexdigest()[:8]
    made_of.python_version, made_of.server_os = "", ""
    session.main_script_path = session.name
    return message.SerializeToString()


@lru_cache(maxsize=1)
def _version() -> bytes:
    return st.__version__.encode()
