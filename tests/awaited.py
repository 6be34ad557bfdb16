"""Runs what is asynchronous for a test that is not."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def awaited(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, run in a thread of its own: Playwright has a loop in that of the tests before it."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()
