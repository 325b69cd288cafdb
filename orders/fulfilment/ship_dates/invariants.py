"""What must hold of received ship dates (RELIABILITY 3.8, 3.13)."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

APPLIED = """
    SELECT r.id, r.provider, r.external_id, r.ship_date, d.number, d.status, d.ship_date AS shows
    FROM orders_receivedshipdate r LEFT JOIN orders_outbounddocument d ON d.id = r.document_id
    WHERE r.state = 'APPLIED' AND (d.id IS NULL OR d.status NOT IN ('AUDITED', 'SIGNED')
        OR d.ship_date IS DISTINCT FROM r.ship_date OR d.entered_ship_date IS NULL)
"""
UNSAID = """
    SELECT d.id, d.number, d.ship_date, d.entered_ship_date FROM orders_outbounddocument d
    WHERE d.entered_ship_date IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM orders_receivedshipdate r WHERE r.document_id = d.id AND r.state = 'APPLIED')
"""
# 3.5 (Q13): what is shipped has its date, what is not has none
DATED = """
    SELECT d.id, d.number, d.status, d.ship_date FROM orders_outbounddocument d
    WHERE (d.status IN ('AUDITED', 'SIGNED')) <> (d.ship_date IS NOT NULL)
"""


def register() -> None:
    """Called once from this folder's wiring."""
    invariants.register(
        "ship_dates.applied", Invariant(8, _("A received ship date that applies is its document's"), APPLIED)
    )
    invariants.register(
        "ship_dates.unsaid", Invariant(8, _("A date set aside has a received one in its place"), UNSAID)
    )
    invariants.register("ship_dates.dated", Invariant(8, _("Exactly what has left has a ship date"), DATED))
