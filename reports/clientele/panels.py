"""What this room shows on the pages of customers and products: a few live figures, and the way to the report."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.people.models import User
from reports.clientele import pairs_papers, portrait, rhythm, scope
from reports.clientele.portrait import Glance
from reports.clientele.rhythm import Signal
from reports.figures.periods import Period, days_of
from reports.layout import wording
from reports.layout.paper import Form, Paper, growth
from reports.standard.reports import Wanted

RELATED = 5
_TONES = {Signal.LOST: "bad", Signal.LEAVING: "bad", Signal.LATE: "warn", Signal.FALLING: "warn"}


def of_customer(*, actor: User, customer_id: int, today: date) -> dict[str, Any]:
    """The panel "Analysis". Raises NotAllowed, NotFound."""
    found = portrait.glance(actor=actor, customer_id=customer_id, today=today)
    change = growth(found.now, found.before)
    page = reverse("reports:standard", args=[scope.ANALYSIS])
    wanted = portrait.last_year_of(actor, customer_id, today, here=page)
    return {
        "found": found,
        "sees_amounts": found.now is not None,
        "change": "" if change is None else wording.written(change, Form.GROWTH),
        "signal": rhythm.said(found.limits)[found.signal] if found.signal else None,
        "tone": _TONES.get(found.signal, "") if found.signal else "",
        "product": _product(found),
        "orders_url": scope.rows_of(wanted, "orders", found.days.since, found.days.until),
        "report_url": scope.analysis(wanted, customer_id) if found.now is not None else "",
    }


def _product(found: Glance) -> str:
    return scope.names("product", {found.product})[found.product] if found.product else ""


def of_product(*, actor: User, product_id: int, today: date) -> tuple[Paper, str]:
    """What goes with a product in the orders of the last twelve months, and the address of the report. Raises
    NotAllowed, NotFound."""
    since, until = days_of(Period.LAST_12_MONTHS, today)
    page = reverse("reports:standard", args=[pairs_papers.CODE])
    period = Period.LAST_12_MONTHS.value
    wanted = Wanted(actor, today, since, until, period=period, by=pairs_papers.ORDER, product=product_id, here=page)
    return pairs_papers.short(wanted, RELATED), f"{page}?product={product_id}"
