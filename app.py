"""Entry point of the server: the dashboard and, beside it, what it answers to programs.

Served alike by `streamlit run app.py` and, as any ASGI application, by `uvicorn app:app`.
"""

from pathlib import Path

import streamlit as st

from ui import metrics, server

app = st.App(
    Path(__file__).parent / "dashboard.py",
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    on_script_error=metrics.failed,
)
