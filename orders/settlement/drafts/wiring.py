"""What this room declares: settings, words of its events, invariants, its place in the shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import clock, dates
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from orders.settlement.drafts import examples, exporting, holding, queries, rights

LABELS = {
    "receipt.draft_cash": _("Draft cashed"),
    "receipt.draft_endorse": _("Draft endorsed away"),
    "receipt.draft_discount": _("Draft discounted"),
    "receipt.draft_dishonour": _("Draft dishonoured"),
    "receipt.draft_take_back": _("Move of a draft taken back"),
}
# 12: a draft says what its receipt says
AGREES = """
    SELECT d.id, d.number, d.state, r.number AS receipt, r.is_void, r.method, b.amount AS bounced
    FROM orders_acceptancedraft d JOIN orders_receipt r ON r.id = d.receipt_id
    LEFT JOIN orders_receipt b ON b.refund_of_id = r.id AND b.kind = 'DISHONOUR' AND NOT b.is_void
    WHERE (d.state = 'VOID') <> r.is_void OR r.method <> 'ACCEPTANCE' OR r.kind <> 'MONEY'
        OR (b.id IS NOT NULL AND d.state <> 'DISHONOURED')
        OR (d.state = 'DISHONOURED' AND r.allocated <> r.amount)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rights.register()
    holding.register()
    examples.register()
    exporting.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    invariants.register("settlement.drafts", Invariant(12, _("Drafts agree with their receipts"), AGREES))
    navigation.register(
        "drafts",
        NavEntry(
            group="money",
            label=_("Acceptance drafts"),
            icon="file-earmark-text",
            url_name="orders:draft-list",
            verb=rights.VIEW,
            count=_count,
            order=64,
        ),
    )


def _count(user: Any) -> int | None:
    return queries.count_soon(user, dates.business_day(clock.now()))
