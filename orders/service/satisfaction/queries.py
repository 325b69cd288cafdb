"""Reads of how content customers are."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from common.links.models import SignedLink
from orders.answers import kinds
from orders.answers.kinds import Kind, Standing
from orders.fulfilment.models import OutboundLine
from orders.order import policies
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin, Status
from orders.service.letters.models import ServicePolicy
from orders.service.satisfaction.models import SatisfactionRequest

KIND = Kind(SatisfactionRequest, purpose="satisfaction", words="words")
DONE = (Status.EFFECTIVE, Status.CLOSED)  # orders that customers are asked about by themselves
OLDEST = timedelta(days=30)  # nobody is asked about goods that came longer ago
SORTS = {"asked_at": Sort("pk")}
DEFAULT_SORT = "asked_at"


def list_requests(actor: User) -> QuerySet[SatisfactionRequest]:
    """Those of the orders that ``actor`` may see."""
    rows = SatisfactionRequest.objects.select_related("order__customer", "asked_by", "recorded_by")
    return rows.filter(order__in=policies.visible_to(actor).values("pk"))


def get_request(actor: User, request_id: int) -> SatisfactionRequest:
    """One of them. Raises NotFound, also for one of an order that is not the actor's."""
    found = list_requests(actor).filter(pk=request_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def standing_of(actor: User, order: Order, *, at: datetime) -> Standing[SatisfactionRequest] | None:
    """The request of an order as its people follow it, the newest; None where nobody was asked."""
    found = list_requests(actor).filter(order=order).order_by("-pk").first()
    return kinds.standing(KIND, kinds.told(actor, found), at=at, with_path=True) if found else None


def may_be_asked(order: Order) -> bool:
    """Whether something was signed for and the customer has not answered."""
    found = of_order(order)
    return order.signing != Fulfilment.NONE and (found is None or found.is_waiting)


def told(actor: User, row: SatisfactionRequest) -> SatisfactionRequest:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    return kinds.told(actor, row)


def of_link(link: SignedLink) -> SatisfactionRequest:
    """The request that a link is for; who holds the link may read it. Raises NotFound."""
    return KIND.of_link(link, "order__customer")


def of_order(order: Order) -> SatisfactionRequest | None:
    """The request of an order that stands (asked or answered)."""
    return SatisfactionRequest.objects.filter(order=order).exclude(state=SatisfactionRequest.State.REVOKED).first()


def due_orders(at: datetime, *, after: int, limit: int) -> list[int]:
    """Orders all of whose goods were signed for ``after`` days ago or earlier, whose customer is asked by his policy
    (the company's where he has none) and was not asked yet, the oldest first."""
    latest = dates.business_day(at) - timedelta(days=after)
    with_policy = Q(customer__service_policy__asks_satisfaction=True)
    company = ServicePolicy.objects.filter(customer=None).values_list("asks_satisfaction", flat=True).first()
    if company:
        with_policy |= Q(customer__service_policy__isnull=True)
    lately = OutboundLine.objects.filter(
        document__signed_date__gte=latest - OLDEST, document__signed_date__lte=latest, order_line__isnull=False
    )
    rows = (
        Order.objects.filter(pk__in=lately.values("order_line__order_id"), signing=Fulfilment.FULL, status__in=DONE)
        .exclude(origin=Origin.HISTORY)
        .filter(with_policy, ~Exists(SatisfactionRequest.objects.filter(order=OuterRef("pk"))))
        .annotate(last=Max("lines__outbound_lines__document__signed_date"))
        .filter(last__lte=latest)
        .order_by(F("last"), "pk")
    )
    return list(rows.values_list("pk", flat=True)[:limit])


def signed_on(order: Order) -> date | None:
    """When the last of its goods were signed for."""
    rows = OutboundLine.objects.filter(order_line__order=order)
    return rows.aggregate(last=Max("document__signed_date"))["last"]
