"""A figure that is a quotient, in real numbers: 188 of 203 lines. Pure."""

from decimal import Decimal

from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from reports.figures.measures import Measure, Side, Sums, Text
from reports.layout import wording
from reports.layout.paper import Form

_LABELS: dict[Side, Text] = {
    Side.ALL: pgettext_lazy("rows of a figure", "All rows"),
    Side.ABOVE: gettext_lazy("Numerator"),
    Side.BELOW: gettext_lazy("Denominator"),
    Side.MISSED: pgettext_lazy("rows of a figure", "The rest"),
}


def label_of(side: Side) -> Text:
    """How one side of a quotient is called."""
    return _LABELS[side]


def said(measure: Measure, sums: Sums) -> str:
    """Numerator and denominator as they are read; "" of a sum, and where there is nothing to divide by."""
    whole = measure.sum_of(Side.BELOW, sums) if measure.below else None
    if not whole:
        return ""
    part = measure.sum_of(Side.ABOVE, sums)
    shown = {"part": _plain(measure, Side.ABOVE, part), "whole": _plain(measure, Side.BELOW, whole)}
    if not measure.is_part:
        return f"{shown['part']} ÷ {shown['whole']}"
    if measure.below[0].column == "lines":
        return ngettext("%(part)s of %(whole)s line", "%(part)s of %(whole)s lines", int(whole)) % shown
    return ngettext("%(part)s of %(whole)s order", "%(part)s of %(whole)s orders", int(whole)) % shown


def _plain(measure: Measure, side: Side, value: Decimal | None) -> str:
    """Money in whole units, all else as a number."""
    return wording.written(value, Form.COUNT if measure.form_of(side) is Form.MONEY else Form.QUANTITY)
