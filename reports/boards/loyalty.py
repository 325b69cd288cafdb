"""How many customers order again, as a tile: the repurchase rate (``clientele.return_reading``) of a period (R271)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.boards import sparks, tiles
from reports.boards.tiles import Fraction, Tile, Told
from reports.clientele import return_papers, return_reading
from reports.clientele.return_reading import Again
from reports.figures import parameters
from reports.figures.dimensions import Time
from reports.figures.periods import Period, days_of
from reports.figures.question import stretches
from reports.layout import wording
from reports.layout.paper import Definition, Form, share
from reports.standard.reports import Wanted

CODE = "repurchase"
LABEL = gettext_lazy("Repurchase rate")
NOBODY = Again(0, 0)


def tile(told: Told) -> Tile:
    """Of the customers of the period those who ordered on several of its days."""
    span, wanted = told.span, _wanted(told)
    now, then = _of(wanted, span.since, span.until), _of(wanted, *span.former)
    value, former = share(now.again, now.customers), share(then.again, then.customers)
    change, way = tiles.changed(Form.SHARE, value, former)
    parts = _("%(n)s of %(all)s customers") % {"n": f"{now.again:,}", "all": f"{now.customers:,}"}
    return Tile(
        code=CODE,
        label=LABEL,
        value=wording.written(value, Form.SHARE),
        number=wording.written(value, Form.SHARE),
        unit="",
        parts=parts if now.customers else "",
        change=change,
        tone=tiles.tone_of(True, way),
        direction={1: "up", -1: "down"}.get(way, ""),
        spark=sparks.spark(_course(told, wanted)),
        rows=_page(told, "again"),
        page=_page(told, "rate"),
        definition=_definition(parts if now.customers else ""),
        form=Form.SHARE,
        figure=value,
        former=former,
        fraction=Fraction(Decimal(now.again), Decimal(now.customers)),
        former_fraction=Fraction(Decimal(then.again), Decimal(then.customers)),
    )


def _wanted(told: Told) -> Wanted:
    span = told.span
    return Wanted(
        told.actor,
        told.today,
        span.since,
        span.until,
        department=told.department,
        customer_class=told.customer_class,
    )


def _of(wanted: Wanted, since: date, until: date) -> Again:
    return return_reading.again_in(wanted, since, until).get(since, NOBODY)


def _course(told: Told, wanted: Wanted) -> list[Decimal | None]:
    """Month by month."""
    since, _end = days_of(Period.LAST_12_MONTHS, told.today)
    found = return_reading.again_in(wanted, since, told.today, by_month=True)
    months = (found.get(month, NOBODY) for month in stretches(Time.MONTH, since, told.today))
    return [share(one.again, one.customers) for one in months]


def _page(told: Told, by: str) -> str:
    """The report, set alike. It tells no class of customers apart: of one, its customers with their orders."""
    if told.customer_class:
        asked = told.asked(("orders",), told.span.since, told.span.until)
        return parameters.address(reverse("reports:builder"), replace(asked, rows=("customer",), order_by="orders"))
    given = {"by": by, "period": told.span.period.value, "department": told.department or ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('reports:standard', args=[return_papers.REPURCHASE])}?{query}"


def _definition(figures: str) -> Definition:
    return Definition(
        LABEL,
        _("How many of the customers of a period order again."),
        _("Customers with orders on at least two days of the period"),
        _("Customers with an order in the period"),
        return_papers.not_counted(),
        figures,
    )
