"""Boards of one class of customers: domestic or foreign trade, or whatever the rules tell apart (R001, R002)."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.functional import Promise

from common import errors
from segments.classification import queries as classification

AXIS, ALL = "class", "all"  # the axis of figures; how an address says that all customers count
THING, GROUP = "customer", "CUSTOMER_CLASS"


def offered() -> list[tuple[str, str | Promise]]:
    """Code and name of each class that the rules give; none where there is no choice."""
    found = classification.choices(THING, group=GROUP)
    return list(found.items()) if len(found) > 1 else []


def picked(text: str) -> str:
    """The class that an address names, "" for all. Raises NotFound for one that the rules do not give."""
    if text in ("", ALL):
        return ""
    if not is_known(text):
        raise errors.NotFound()
    return text


def is_known(code: str) -> bool:
    """Whether the rules in force give this class."""
    return bool(code) and code in classification.choices(THING, group=GROUP)


def name_of(code: str) -> str | Promise:
    """How a class is called; "" for all."""
    return classification.choices(THING, group=GROUP)[code] if code else ""


def filters(code: str) -> Mapping[str, tuple[str, ...]]:
    """As questions take it."""
    return {AXIS: (code,)} if code else {}


def condition(code: str) -> Mapping[str, str]:
    """As the address of a list takes it that knows any condition on orders or lines."""
    return {"condition": f"customer_class = {code}"} if code else {}


def of(code: str, customer: str) -> Q:
    """Rows whose ``customer`` (a path) is of it; all where none is picked."""
    return Q(**{f"{customer}__customer_class": code}) if code else Q()
