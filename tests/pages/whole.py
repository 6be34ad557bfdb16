"""Pages with all their sections, one below the other."""

from streamlit.testing.v1 import AppTest


def whole(app: AppTest, page: str) -> AppTest:
    """The page of this name in pages/, as the link "Whole page" opens it."""
    app.query_params["section"] = "all"
    return app.switch_page(f"pages/{page}.py").run()
