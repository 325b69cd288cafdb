"""The controls above a standard report: what each offers and what is set. No figure is counted here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import Department, User
from customers import queries as customers
from products.catalogue import queries as products
from reports.builder.desk import Choice
from reports.facts.choices import Dimension, Grain, Kind
from reports.facts.models import Summary
from reports.figures import policies
from reports.figures.dimensions import AXES
from reports.figures.periods import LABELS, Period
from reports.figures.question import AGAINST_LABELS, Against
from reports.layout.paper import Text
from reports.standard import conditions, parameters
from reports.standard.reports import Control, Standard, Wanted

TOPS = (10, 20, 50, 100, 200, 500, 1000)
_INDENT = "\u2003"


@dataclass(frozen=True)
class Pick:
    """A select: what it offers. ``is_searched``: it has so many that it is searched by typing."""

    name: str
    label: Text
    choices: list[Choice]
    everything: Text = ""
    is_searched: bool = False


@dataclass(frozen=True)
class Look:
    """Something looked up by typing: one of thousands."""

    name: str
    label: Text
    url: str


@dataclass(frozen=True)
class Bar:
    """``chips``: what was looked up, each with the address without it."""

    periods: list[Choice]
    days: tuple[date, date] | None
    day: date | None
    by: Pick | None
    picks: list[Pick]
    looks: list[Look]
    chips: list[Choice]
    hidden: dict[str, str] = field(default_factory=dict)


def of(report: Standard, wanted: Wanted, keeps: Mapping[str, str]) -> Bar:
    """The controls that a report declares. ``keeps``: what stays in the address beside them."""
    takes = report.controls
    hidden = {code for code, axis in AXES.items() if not policies.sees_axis(wanted.actor, axis)}
    by = [Choice(code, label, is_on=code == wanted.by) for code, label in report.choices if code not in hidden]
    looked = {name: str(getattr(wanted, name)) for name in _LOOKS if getattr(wanted, name)}
    return Bar(
        periods=[Choice(one, LABELS[one], is_on=one == wanted.period) for one in Period]
        if Control.PERIOD in takes
        else [],
        days=(wanted.since, wanted.until) if Control.PERIOD in takes and not wanted.period else None,
        day=wanted.until if Control.DAY in takes and Control.PERIOD not in takes else None,
        by=Pick("by", report.by_label or _("Told by"), by) if len(by) > 1 else None,
        picks=[make(report, wanted) for control, make in _PICKS.items() if control in takes],
        looks=[
            Look(name, label, reverse(url))
            for name, (control, label, url, verb) in _LOOKS.items()
            if control in takes and not getattr(wanted, name) and rights.can(wanted.actor, verb)
        ],
        chips=_chips(report, wanted, looked, keeps),
        hidden={**keeps, **looked},
    )


def unknown(typed: str) -> str:
    """What is said where a text names nobody and nothing."""
    return _("Nothing is known under “%(text)s”. Write a code, or choose from the list.") % {"text": typed}


def _chips(report: Standard, wanted: Wanted, looked: Mapping[str, str], keeps: Mapping[str, str]) -> list[Choice]:
    names = conditions.require_known(wanted) if looked else {}
    path = reverse("reports:standard", args=[report.code])
    return [
        Choice(
            name, _LOOKS[name][1], parameters.address(path, report, wanted, **{**keeps, name: ""}), value=names[name]
        )
        for name in looked
    ]  # fmt: skip


def _against(report: Standard, wanted: Wanted) -> Pick:
    offered = [one for one in Against if one or not report.against]
    choices = [Choice(str(one), AGAINST_LABELS[one], is_on=one == wanted.against) for one in offered]
    return Pick("against", _("Compared with"), choices)


def _department(_report: Standard, wanted: Wanted) -> Pick:
    rows = Department.objects.filter(is_active=True).order_by("path").values_list("pk", "name", "path")
    choices = [
        Choice(str(pk), _INDENT * max(0, path.count("/") - 2) + name, is_on=pk == wanted.department)
        for pk, name, path in rows
    ]
    return Pick("department", _("Department"), choices, _("All departments"))


def _salesperson(_report: Standard, wanted: Wanted) -> Pick:
    choices = [Choice(str(one.pk), one.name, is_on=one.pk == wanted.salesperson) for one in _sellers(wanted)]
    return Pick("salesperson", _("Salesperson"), choices, gettext_lazy("Everybody"), is_searched=True)


def _sellers(wanted: Wanted) -> Iterable[User]:
    """Who has sold something, and who is picked: also those who left."""
    kept = Summary.objects.filter(dimension=Dimension.SALESPERSON, kind=Kind.ORDERED, grain=Grain.MONTH)
    sold = kept.order_by().values_list("key", flat=True).distinct()
    return people.people().filter(pk__in={*sold, wanted.salesperson})


def _category(_report: Standard, wanted: Wanted) -> Pick:
    rows = products.categories()
    below: dict[int | None, list] = {}
    for one in rows:
        below.setdefault(one.parent_id, []).append(one)
    choices: list[Choice] = []

    def grow(parent: int | None, level: int) -> None:
        for one in below.get(parent, []):
            choices.append(Choice(str(one.pk), _INDENT * level + str(one), is_on=one.pk == wanted.category))
            grow(one.pk, level + 1)

    grow(None, 0)
    return Pick("category", _("Category"), choices, _("All categories"), is_searched=len(choices) > 30)


def _region(_report: Standard, wanted: Wanted) -> Pick:
    names = customers.regions(wanted.actor)
    if wanted.region and wanted.region not in names:
        names = [wanted.region, *names]
    choices = [Choice(one, one, is_on=one == wanted.region) for one in names]
    return Pick("region", _("Region"), choices, _("All regions"))


def _top(_report: Standard, wanted: Wanted) -> Pick:
    tops = sorted({*TOPS, wanted.top})
    return Pick("top", _("Rows at most"), [Choice(str(one), str(one), is_on=one == wanted.top) for one in tops])


_PICKS = {
    Control.AGAINST: _against,
    Control.DEPARTMENT: _department,
    Control.SALESPERSON: _salesperson,
    Control.CATEGORY: _category,
    Control.REGION: _region,
    Control.TOP: _top,
}
_LOOKS = {
    "customer": (Control.CUSTOMER, gettext_lazy("Customer"), "customers:suggest", "customer.view"),
    "product": (Control.PRODUCT, pgettext_lazy("report", "Product"), "products:suggest", "product.view"),
}
