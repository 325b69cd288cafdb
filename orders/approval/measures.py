"""Figures that rows of the matrix ask for: what a row says, whether a subject reaches it, and in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from orders.approval.subjects import Text

Figures = Mapping[str, Decimal]
MOST = Decimal(10) ** 15


def read(kept: Mapping[str, str]) -> dict[str, Decimal]:
    """The least figures that a row keeps as plain text. Raises ValueError for what is no number above zero."""
    found = {}
    for code, text in kept.items():
        try:
            figure = Decimal(str(text))
        except InvalidOperation:
            raise ValueError(code) from None
        if not figure.is_finite() or not 0 < figure < MOST:
            raise ValueError(code)
        found[code] = figure
    return found


def stored(figures: Figures) -> dict[str, str]:
    """The same for the column."""
    return {code: _plain(figure) for code, figure in sorted(figures.items())}


def missed(least: Iterable[tuple[str, Decimal]], figures: Figures) -> list[str]:
    """The measures of a row that a subject does not reach; one that nobody worked out is not reached."""
    return [code for code, figure in least if code not in figures or figures[code] < figure]


def in_words(least: Iterable[tuple[str, Decimal]], known: Sequence[tuple[str, Text, Text]]) -> list[str]:
    """What a row asks for, measure by measure, in the reader's language."""
    words = {code: (label, unit) for code, label, unit in known}
    told = []
    for code, figure in least:
        label, unit = words.get(code, (code, ""))
        text = _("%(measure)s: at least %(figure)s %(unit)s")
        told.append((text % {"measure": label, "figure": _plain(figure), "unit": unit}).rstrip())
    return told


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
