"""What this room declares to lower rooms and floors."""

from django.utils.translation import gettext_lazy as _

from accounts.handover.duties import Duty, handover, needs
from common import settings
from common.invariants import Invariant, invariants
from common.links.purposes import Purpose, purposes
from customers.cleaning import registry as customers
from orders.approval.subjects import Gate, Subject, gates, subjects
from orders.checking import queries as checking
from orders.lifecycle import answers, approving, products, screening
from orders.lifecycle.deciding import by_mail
from orders.lifecycle.deciding.operations import PURPOSE
from orders.lifecycle.operations.archiving import AFTER_DAYS, NEEDS_INVOICES
from orders.lifecycle.operations.ladder import decided
from orders.lifecycle.submission import NO_APPROVAL_NEEDED, SUBJECT
from orders.order import policies
from orders.order.policies import also_visible, obstacles
from products.cleaning import registry as goods
from segments import judging

# 16: what is effective was approved as it stands: as an order, or as the change that made its revision; unless its type
# needed no approval when it was submitted
UNAPPROVED = f"""
    SELECT o.id, o.number, o.status FROM orders_order o
    WHERE o.origin = 'NATIVE' AND o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
        AND NOT EXISTS (
            SELECT 1 FROM orders_approvalrequest r WHERE r.subject_type = '{SUBJECT}' AND r.subject_id = o.id
                AND r.state = 'APPROVED' AND r.content_hash = o.content_hash)
        AND NOT EXISTS (
            SELECT 1 FROM orders_changerequest c JOIN orders_approvalrequest r
                ON r.subject_type = 'orders.changerequest' AND r.subject_id = c.id
            WHERE c.order_id = o.id AND c.state = 'EFFECTIVE' AND c.revision = o.revision
                AND r.state = 'APPROVED' AND r.content_hash = c.content_hash)
        AND NOT EXISTS (
            SELECT 1 FROM orders_orderstep s WHERE s.order_id = o.id AND s.move = 'approve'
                AND s.reason = '{NO_APPROVAL_NEEDED}' AND NOT EXISTS (
                    SELECT 1 FROM orders_changerequest c
                    WHERE c.order_id = o.id AND c.state = 'EFFECTIVE' AND c.effective_at >= s.at))
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        SUBJECT,
        Subject(
            label=_("Order"),
            verb="order.approve",
            decided=decided,
            went_on=approving.went_on,
            titles=answers.titles,
            lock=approving.hold,
            row=approving.row,
            judge=judging.judge,
            signs=approving.signs,
            hidden_signs=policies.hidden_risks,
            purpose=PURPOSE,
            asks_customer=True,
        ),
    )
    gates.register("orders.verified", Gate(SUBJECT, checking.refusal))
    purposes.register(PURPOSE, Purpose(_("Decision about an order"), by_mail.show, asks_for_sign_in=True))
    also_visible.register("orders.approval", answers.was_asked)
    obstacles.register("order.approve", answers.not_approvable)
    obstacles.register("order.reject", answers.not_decidable)
    obstacles.register("order.add_approver", answers.not_decidable)
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
    settings.definitions.register(
        NEEDS_INVOICES,
        settings.Definition(True, _("An order goes into the archive only when it is invoiced in full"), "orders"),
    )
    settings.definitions.register(
        screening.IS_ON,
        settings.Definition(
            True,
            _("The first screening sets drafts with obvious errors aside (from intake, or submitted for others)"),
            "orders",
        ),
    )
    invariants.register("order.unapproved", Invariant(16, _("Nothing is effective without its approval"), UNAPPROVED))
