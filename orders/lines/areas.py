"""Where lines belong in the country (R004, R005): by the department in charge of the customer at present, or by that
on the order (Q14). Regions are the company's, never derived from the province (Q15)."""

import re
from datetime import date
from enum import StrEnum

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from common import text
from customers import territory
from customers.models import Customer
from segments.classification import history


class At(StrEnum):
    """Whose department in charge counts."""

    CUSTOMER = "customer"
    ORDER = "order"


AT_LABELS = {At.CUSTOMER: _("In charge at present"), At.ORDER: _("In charge at the order")}
NOWHERE = "-"  # what a condition says for "no region", "no province"
LEVELS = ("region", "province_group", "province")
_NUMBERED = re.compile(r"(.*?\D)\d+")


def group_of(province: str) -> str:
    """The province that a numbered sub-territory of an order belongs to: 浙江1 → 浙江; without a number it is its own.
    Those of customers are what the rules of classification say."""
    numbered = _NUMBERED.fullmatch(province)
    return numbered[1] if numbered else province


def place_of(written: str) -> tuple[str, str, str]:
    """(region, province group, province) of a department in charge as it is written on an order."""
    region, province = territory.split(written)
    return region, group_of(province), province


def narrow(lines: QuerySet, at: At, wanted: dict[str, str], as_of: date | None = None) -> QuerySet:
    """The lines of an area; ``wanted``: level → name, NOWHERE for none. Lines are found by their customers' keys, or
    by the text on their order. ``as_of``: where customers belonged on that day, instead of now."""
    wanted = {level: "" if name == NOWHERE else name for level, name in wanted.items()}
    if not wanted:
        return lines
    return lines.filter(_by_order(wanted) if at is At.ORDER else _by_customer(wanted, as_of))


def _by_customer(wanted: dict[str, str], as_of: date | None) -> Q:
    if as_of is None:
        keys = list(Customer.objects.filter(**wanted).values_list("pk", flat=True))
    else:
        keys = list(history.at_day("customer", as_of).filter(**wanted).values_list("of_id", flat=True))
    return text.among("order__customer_id", keys) if keys else Q(pk__in=[])


class _Part(Func):
    """A part of the text on the order, cut as ``customers.territory.split`` cuts it."""

    output_field = TextField()
    _PLAIN = f"translate(normalize(%(expressions)s, NFKC), '{territory.DASHES}', '{'-' * len(territory.DASHES)}')"


class _Region(_Part):
    template = f"trim(split_part({_Part._PLAIN}, '-', 1))"


class _Province(_Part):
    template = f"trim(substring({_Part._PLAIN} from '-(.*)'))"


class _Group(_Part):
    template = rf"regexp_replace({_Province.template}, '(\D)\d+$', '\1')"


_PARTS = {"region": _Region, "province_group": _Group, "province": _Province}


def _by_order(wanted: dict[str, str]) -> Q:
    condition = Q()
    for level, name in wanted.items():
        condition &= Q(
            Exact(Coalesce(_PARTS[level]("order__territory"), Value(""), output_field=TextField()), Value(name))
        )
    return condition
