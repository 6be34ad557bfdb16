"""The page of the API for people."""

from __future__ import annotations


def page(base: str) -> bytes:
    """The page as HTML."""
    return f"<!doctype html><title>API</title><p>{len(base)}".encode()
