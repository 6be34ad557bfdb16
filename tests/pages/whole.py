"""Pages with all their sections, one below the other."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def opened(page: str, **session: object) -> AppTest:
    """A page as it opens with all its sections, in a session with these values."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=180)
    for key, value in session.items():
        app.session_state[key] = value
    return whole(app.run(), page)


def whole(app: AppTest, page: str) -> AppTest:
    """The page of this name in pages/, as the link "Whole page" opens it."""
    app.query_params["section"] = "all"
    return app.switch_page(f"pages/{page}.py").run()
