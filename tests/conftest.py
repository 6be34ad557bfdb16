"""What all tests share: reproducible examples, and one worker for everything that needs the browser."""

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The same examples in every run, so that a run on a slow machine fails for the same reasons as one on a fast machine.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


class OneBrowser(LoadScopeScheduling):  # type: ignore[misc]  # xdist comes without types
    """Gives all browser tests to one worker and any other test to whichever is free.

    Two browsers at once, each computing its own graphics, take longer on two cores than one after the other.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    """Share the tests out by OneBrowser where there are several workers."""
    return OneBrowser(config, log)
