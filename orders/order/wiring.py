"""What this room declares to lower floors: reference rows, the order as a subject of comments and files."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.roles.explaining import Forbidding, forbidden
from accounts.trail.labels import event_labels
from common import errors
from common.currencies import kept_in_base
from orders.order import advance, deviations, fields, invariants, policies, queries, reference, wording
from orders.order.choices import SourceDocument
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from segments.custom_fields import uses as custom_fields

SUBJECT = Order._meta.label_lower  # "orders.order"
FILE_KINDS = (*SourceDocument.labels, gettext_lazy("Signed contract"), gettext_lazy("Drawing"), gettext_lazy("Letter"))


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    reference.register()
    advance.register()
    custom_fields.subjects.register("ORDER", Order)
    custom_fields.subjects.register("LINE", OrderLine)
    subjects.register(
        SUBJECT,
        Subject(
            get=_get,
            url=url_of,
            require_open=_require_open,
            verb="order.comment",
            kinds=FILE_KINDS,
            reach=policies.reach,
            visible=policies.visible_to,
        ),
    )
    forbidden.register(SUBJECT, Forbidding(_why_not, frozenset(policies.DECISIONS)))
    kept_in_base.register("orders.orders", Order.objects.exists)
    invariants.register()
    fields.register_fields()
    deviations.register()
    for kind, label in wording.LABELS.items():
        event_labels.register(kind, label)


def _get(actor: User, order_id: int) -> Order:
    return queries.get_order_by_id(actor=actor, order_id=order_id)


def _why_not(person: User, order: Order) -> dict[str, str]:
    """What forbids each right now that he holds on the order: its state, or what stands in the way."""
    actions = policies.possible_verbs(person, order)
    return {one.verb: one.why_not for one in actions if not one.allowed and policies.can(person, one.verb, order)}


def url_of(order: Order) -> str:
    """The order's page, "" where no pages are installed."""
    try:
        return reverse("orders:order-detail", args=[order.reference])
    except NoReverseMatch:
        return ""


def _require_open(order: Order) -> None:
    """Comments and files are taken until the order is archived or void (SEMANTICS 2)."""
    if order.status in (Status.ARCHIVED, Status.VOID):
        status = Status(order.status)
        raise errors.WrongState(
            _("The order is %(status)s; nothing is added to it any more.") % {"status": status.label},
            status=str(status),
        )
