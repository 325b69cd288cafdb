"""How texts look to a rule. Pure."""

import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))  # pasted along, never meant
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―⁃−─━﹘﹣－", "-"))


def plain(text: str) -> str:
    """Full width is plain (NFKC), every dash is a hyphen, spaces are single and trimmed, nothing invisible.

    Letters keep their case: facets are shown as the company writes them. Folding twice changes nothing.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_DASHES)
    return " ".join(text.split())
