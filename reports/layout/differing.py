"""By how much a figure differs from another of its kind: shares by points of a hundred, all else by growth. Pure."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.layout.paper import Column, Form, Text, growth, share


def points(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """From 73.5 % to 75.5 % it is 2 points; None where one of them is not known."""
    return (now - before) * 100 if now is not None and before is not None else None


def change(form: Form, now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """What stands in ``column``; None where there is nothing to compare with."""
    return points(now, before) if form is Form.SHARE else growth(now, before)


def column(form: Form, key: str, group: Text = "") -> Column:
    """The change of figures that are written in ``form``."""
    if form is Form.SHARE:
        return Column(key, pgettext("report", "Change, points"), Form.POINTS, group)
    return Column(key, pgettext("report", "Change"), Form.GROWTH, group)


def reached(form: Form, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """What stands in ``reached_column``: the share of a target that is reached, of shares the points beyond it."""
    return points(value, target) if form is Form.SHARE else share(value, target)


def reached_column(form: Form, key: str, group: Text = "") -> Column:
    """How figures that are written in ``form`` stand to their targets."""
    if form is Form.SHARE:
        return Column(key, pgettext("of a target", "Points"), Form.POINTS, group)
    return Column(key, _("Attainment"), Form.SHARE, group)
