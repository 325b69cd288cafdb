"""A drawn signature as a browser sends it: a PNG in a data URL. Pure."""

import base64
import binascii
import struct

LARGEST = 200_000  # bytes of the picture
MOST_PIXELS = 2400
_PREFIX = "data:image/png;base64,"
_HEAD = b"\x89PNG\r\n\x1a\n"


def decode(url: str) -> bytes | None:
    """The picture; None where nothing was drawn. Raises ValueError for what is no such picture."""
    if not url:
        return None
    if not url.startswith(_PREFIX) or len(url) > LARGEST * 4 // 3 + 64:
        raise ValueError("no PNG of that size")
    try:
        data = base64.b64decode(url[len(_PREFIX) :], validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if data[:8] != _HEAD or data[12:16] != b"IHDR" or len(data) < 57:
        raise ValueError("no PNG")
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ValueError("too large")
    return data
