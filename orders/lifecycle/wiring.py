"""What this room declares to lower rooms and floors."""

from django.utils.translation import gettext_lazy as _

from accounts.handover.duties import Duty, handover, needs
from common import settings
from common.invariants import Invariant, invariants
from customers.cleaning import registry as customers
from orders.approval.subjects import Subject, subjects
from orders.lifecycle import answers, products
from orders.lifecycle.operations.archiving import AFTER_DAYS
from orders.lifecycle.operations.ladder import decided
from orders.lifecycle.submission import NO_APPROVAL_NEEDED, SUBJECT
from orders.order.policies import also_visible, obstacles
from products.cleaning import registry as goods

# 16: what is effective was approved as it stands, unless its type needed no approval when it was submitted
UNAPPROVED = f"""
    SELECT o.id, o.number, o.status FROM orders_order o
    WHERE o.origin = 'NATIVE' AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND o.revision = 1
        AND NOT EXISTS (
            SELECT 1 FROM orders_approvalrequest r WHERE r.subject_type = '{SUBJECT}' AND r.subject_id = o.id
                AND r.state = 'APPROVED' AND r.content_hash = o.content_hash)
        AND NOT EXISTS (
            SELECT 1 FROM orders_orderstep s WHERE s.order_id = o.id AND s.move = 'approve'
                AND s.reason = '{NO_APPROVAL_NEEDED}')
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(SUBJECT, Subject(label=_("Order"), verb="order.approve", decided=decided, titles=answers.titles))
    also_visible.register("orders.approval", answers.was_asked)
    obstacles.register("order.approve", answers.not_decidable)
    obstacles.register("order.reject", answers.not_decidable)
    obstacles.register("order.unapprove", answers.not_revocable)
    obstacles.register("order.void", answers.not_revocable)
    obstacles.register("order.archive", answers.not_archived_yet)
    moves_customer = customers.Merger(answers.move_customer, answers.count_of_customer)
    customers.mergers.register("orders.orders", moves_customer)
    moves_product = goods.Merger(lock=products.lock, move=products.move, counts=products.counts)
    goods.mergers.register("orders.lines", moves_product)
    handover.register("orders", Duty(_("Orders looked after"), answers.count_orders, answers.move_orders, order=30))
    needs.register("orders", "order.edit")
    handover.register(
        "approvals", Duty(_("Decisions waiting"), answers.count_approvals, answers.move_approvals, order=31)
    )
    settings.definitions.register(
        AFTER_DAYS,
        settings.Definition(
            90,
            _("Days after which a closed, settled order goes into the archive by itself; 0: never"),
            "orders",
            bounds=settings.Bounds(0, 3660),
        ),
    )
    invariants.register("order.unapproved", Invariant(16, _("Nothing is effective without its approval"), UNAPPROVED))
