"""Everything that the page of an outbound document shows, for one reader."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from orders.fulfilment import departure, desk, queries
from orders.fulfilment.freight_bills import queries as bills
from orders.fulfilment.handover import queries as handover
from orders.fulfilment.numbers import queries as numbers
from orders.fulfilment.packing import queries as packing
from orders.fulfilment.ship_dates import queries as ship_dates
from orders.fulfilment.transit import mailing
from orders.fulfilment.transit import queries as transit

LIVE = ("DRAFT", "AUDITED")


def of(actor: User, number: str, at: datetime) -> dict[str, Any]:
    """The context of the page; the number of statements does not grow with the lines. Raises NotFound."""
    document = desk.open_document(actor, number)
    lines = queries.lines_of(actor, document)
    queries.name_components(lines)
    is_warehouse = rights.can(actor, "outbound.audit")
    return {
        "document": document,
        "lines": lines,
        "actions": desk.actions(actor, document),
        "received": ship_dates.of_document(actor, document),
        "may_resolve": rights.can(actor, "ship_date.resolve"),
        "checks": queries.checks_of(document),
        "may_check": document.status == "DRAFT" and is_warehouse,
        "gates": departure.standing(actor, document, at),
        "way": transit.journey(actor, document, dates.business_day(at)),
        "tracking_url": mailing.tracking_url(document),
        "may_tell": document.status in LIVE and rights.can(actor, "outbound.tell"),
        "may_track": document.status == "AUDITED" and rights.can(actor, "tracking.submit"),
        "packing": packing.of(document, lines),
        "may_pack": document.status in LIVE and is_warehouse,
        "numbered": numbers.of_lines(lines),
        "may_number": document.status in LIVE and is_warehouse,
        **_link(actor, document, at),
        "with_freight": queries.sees_freight(actor),
        "bill": bills.bill_on(actor, document),
    }


def _link(actor: User, document: Any, at: datetime) -> dict[str, Any]:
    """The link for signing, for who may sign."""
    if document.status != "AUDITED" or not rights.can(actor, "outbound.sign"):
        return {}
    found = handover.live_link(document, at)
    return {"may_link": True, "link": found and found[0], "link_url": found and f"{settings.SITE_URL}{found[1]}"}
