"""The department in charge as the company writes it: region-province (R004, R005). Pure."""

import unicodedata

DASHES = "‐‑‒–—―−﹣－"  # read as a hyphen
_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))


def split(territory: str) -> tuple[str, str]:
    """(region, province) of a text like 华中地区-浙江1, cut at the first hyphen of any width.

    The region is the company's, not geography: it is never derived from the province (Q15). Without a
    hyphen the whole text is the region.
    """
    text = unicodedata.normalize("NFKC", territory).translate(_HYPHENS)
    region, _hyphen, province = text.partition("-")
    return region.strip(), province.strip()
