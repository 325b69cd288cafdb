"""The adapter of segno: an address becomes a code that a telephone reads from paper."""

import io

SCALE, BORDER = 8, 4  # pixels of a module; modules of the quiet zone, without which readers find nothing


def png(address: str) -> bytes:
    """A black and white picture of it, that survives a fold or a stain (level M)."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=SCALE, border=BORDER)
    return out.getvalue()


def svg(address: str) -> str:
    """The same for a page: an SVG element without styles."""
    import segno

    return segno.make(address, error="m", micro=False).svg_inline(scale=3, border=BORDER, dark="#000", light="#fff")
