"""What packing declares: the packing list on paper, words of events, what must hold."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.invariants import Invariant, invariants
from orders.fulfilment.packing import examples, paper

# 8: nothing is packed twice, and nothing of another document
PACKED = """
    SELECT v.id, v.document_id, v.quantity, sum(i.quantity) AS packed
    FROM orders_packageitem i JOIN orders_outboundline v ON v.id = i.line_id
    JOIN orders_package p ON p.id = i.package_id
    GROUP BY v.id HAVING sum(i.quantity) > v.quantity OR bool_or(p.document_id <> v.document_id)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    paper.register()
    event_labels.register("outbound.packed", _("Packed"))
    invariants.register(
        "packing.packed", Invariant(8, _("Packages hold no more than goes with their document"), PACKED)
    )
