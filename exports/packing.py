"""Text packed into letters, digits, `-` and `_`, for addresses and for what a deck's notes keep."""

from __future__ import annotations

import base64
import binascii
import zlib

_MOST_BYTES = 200_000  # of a text unpacked: a small one can unpack to a very large one


def packed(text: str) -> str:
    """A text as letters, digits, `-` and `_` only."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(token: str) -> str:
    """Read what `packed` wrote. Raises ValueError for anything else, OverflowError for too much or only a part."""
    try:
        held = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(held, _MOST_BYTES)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("not packed here") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise OverflowError("more than can be held, or only a part of it")
    return text.decode()
