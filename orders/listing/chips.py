"""The conditions in force as chips: grey name, bold value, a link to the list without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet

from accounts.people import queries as people
from common.templatetags import fmt
from customers import queries as customers
from orders.listing.queries import Wanted
from orders.order import queries
from products.catalogue import queries as catalogue
from segments import conditions
from segments import queries as segments
from segments.fields import Level

Day = Callable[[Any], str]
_LOW, _HIGH = ("_from", "_min"), ("_to", "_max")
_RANGES = {
    "order_date": gettext_lazy("Ordered on"),
    "requested": gettext_lazy("Requested"),
    "promised": gettext_lazy("Promised"),
    "amount": gettext_lazy("Amount"),
    "shipped": gettext_lazy("Shipped"),
}
_QUICK = "q"  # stands in the search box, not among the chips


@dataclass(frozen=True)
class Chip:
    """A condition in words and the address of the list without it."""

    label: str | Promise
    value: str
    url: str


def chips(asked: Wanted, user: Any, *, kept_on: date | None = None) -> list[Chip]:
    """One chip per condition; the two ends of a range share one. What is named by id is shown in words, and
    only as far as ``user`` may see it. ``kept_on``: for a file of that day, which is read in other years, when a saved
    condition may say something else: whole days, also of what moves with today, and what the saved condition says."""
    words = {**named(user, asked.filter), **_people(asked), **_saved(user, asked, kept_on), **_flag(asked)}
    day = fmt.full_day if kept_on else fmt.day
    return [
        Chip(_label(asked, names), words.get(names[0]) or _value(asked, names, day), _without(asked, names))
        for names in _grouped(asked)
    ]


def named(user: Any, chosen: FilterSet) -> dict[str, str]:
    """The customer and the product that conditions name, in words; "" for what the person may not see."""
    words, given = {}, chosen.form.cleaned_data
    if given.get("customer"):
        words["customer"] = customers.label(actor=user, customer_id=given["customer"])
    if given.get("product"):
        words["product"] = catalogue.label(actor=user, product_id=given["product"])
    return words


def _saved(user: Any, asked: Wanted, kept_on: date | None) -> dict[str, str]:
    """The bracketed expression of a condition, and the name of a saved one; for a file its revision and expression
    too."""
    words, given = {}, asked.filter.form.cleaned_data
    if given.get("condition"):
        words["condition"] = conditions.read(user, Level.LINE, given["condition"]).expression(kept_on)
    if given.get("segment"):
        found = segments.find_segment(user, given["segment"])
        words["segment"] = str(found or "")
        if found is not None and kept_on:
            expression = segments.condition_of(user, found).expression(kept_on)
            told = {"name": found, "revision": found.revision, "expression": expression}
            words["segment"] = _("%(name)s (revision %(revision)s): %(expression)s") % told
    return words


def _flag(asked: Wanted) -> dict[str, str]:
    """The row-close flag as the company writes it."""
    is_closed = asked.filter.form.cleaned_data.get("row_closed")
    return {} if is_closed is None else {"row_closed": "Y" if is_closed else "N"}


def hidden(asked: Wanted) -> list[tuple[str, str]]:
    """The conditions that the quick search must carry along."""
    return [(name, value) for name, values in asked.conditions.lists() if name != _QUICK for value in values if value]


def everywhere_url(asked: Wanted) -> str:
    """The same conditions over all rows of the list."""
    query = asked.conditions.copy()
    query["view"] = "all"
    return f"{asked.url}?{query.urlencode()}"


def _grouped(asked: Wanted) -> Iterator[list[str]]:
    """The names of the filter's conditions in force, both ends of a range together; other names are no filter."""
    given = [name for name, values in asked.conditions.lists() if any(values) and name in asked.filter.form.fields]
    seen = {_QUICK}
    for name in given:
        base = _base(name)
        if base not in seen:
            seen.add(base)
            yield [other for other in given if _base(other) == base]


def _base(name: str) -> str:
    for ending in (*_LOW, *_HIGH):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _label(asked: Wanted, names: list[str]) -> Any:
    return _RANGES.get(_base(names[0])) or asked.filter.form.fields[names[0]].label


def _people(asked: Wanted) -> dict[str, str]:
    """Names of the people and the department that conditions give by id; no secret inside the company."""
    asked_for = {name: asked.filter.form.cleaned_data.get(name) for name in ("salesperson", "executing_owner")}
    names = queries.people_names(int(value) for value in asked_for.values() if value)
    found = {name: names.get(int(value), "") for name, value in asked_for.items() if value}
    department = asked.filter.form.cleaned_data.get("department")
    if department:
        found["department"] = next((one.name for one in people.list_departments() if one.pk == int(department)), "")
    return found


def _without(asked: Wanted, names: list[str]) -> str:
    query = asked.conditions.copy()
    for name in names:
        query.pop(name, None)
    query["view"] = asked.view
    if asked.mine:
        query["mine"] = asked.mine
    return f"{asked.url}?{query.urlencode()}"


def _value(asked: Wanted, names: list[str], day: Day) -> str:
    if not names[0].endswith((*_LOW, *_HIGH)):
        return _words(asked, names[0], day)
    low = next((_words(asked, name, day) for name in names if name.endswith(_LOW)), "")
    high = next((_words(asked, name, day) for name in names if name.endswith(_HIGH)), "")
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("from %(low)s") % {"low": low} if low else _("up to %(high)s") % {"high": high}


def _words(asked: Wanted, name: str, day: Day) -> str:
    value = asked.filter.form.cleaned_data.get(name)
    field = asked.filter.form.fields.get(name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Model):
        return str(value)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())} if field is not None else {}
    if isinstance(value, list | tuple | set | QuerySet):
        return "、".join(labels.get(str(getattr(one, "pk", one)), str(one)) for one in value)
    if hasattr(value, "isoformat"):
        return day(value)
    return labels.get(str(value), str(value))
