"""When two names are the same company (for the warning while a customer is entered). Pure."""

import re

from common.text import fold

# what companies end with and nobody repeats twice the same way
_ENDINGS = re.compile(
    r"(股份)?(有限)?(责任)?公司$|集团$|总厂$|厂$|(co|ltd|inc|corp|corporation|company|limited|llc|gmbh)$"
)
_NOISE = re.compile(r"[\s.,;:·•'\"“”‘’()（）\[\]【】<>《》\-_/&]+")


def core(name: str) -> str:
    """The telling part of a company's name: folded, without spaces, punctuation and legal form.

    杭州（华衡）科技有限公司 and 杭州华衡科技 have the same core.
    """
    text = _NOISE.sub("", fold(name))
    while True:
        shorter = _ENDINGS.sub("", text)
        if shorter in ("", text):
            return text
        text = shorter


def number(tax_number: str) -> str:
    """A tax number as it is compared: folded, without spaces and hyphens."""
    return _NOISE.sub("", fold(tax_number))
