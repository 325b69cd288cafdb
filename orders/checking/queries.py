"""Reads of checklists, verifications and order errors."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors, settings
from common.errors import Text
from common.keyset import Sort
from orders.checking.choices import COUNTED, Occasion
from orders.checking.models import CheckPoint, OrderError, Verification
from orders.order import content, policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Origin, Status

SETTING = "approval.verification"
REQUIRED, OPTIONAL = "required", "optional"
SORTS = {"found_at": Sort("found_at")}
DEFAULT_SORT = "found_at"
OPEN = Q(corrected_at=None, dismissed_at=None)


def points(occasion: str = Occasion.VERIFICATION) -> list[CheckPoint]:
    """The checklist of an occasion as it stands."""
    return list(CheckPoint.objects.filter(occasion=occasion, is_active=True))


# --- verification -----------------------------------------------------------------------------------


def latest(order_id: int) -> Verification | None:
    """The last verification of an order, whatever became of it."""
    return Verification.objects.filter(order_id=order_id).select_related("verified_by").order_by("-id").first()


def verifications(order: Order) -> list[Verification]:
    """All of an order, newest first."""
    return list(Verification.objects.filter(order=order).select_related("verified_by").order_by("-id"))


def is_required() -> bool:
    """Whether nobody approves an order that was not verified."""
    return settings.get(SETTING) == REQUIRED


def refusal(order_id: int, content_hash: str) -> Text | None:
    """Why an order may not be approved as it stands, for the gate (``approval.gates``); None when it may."""
    return why_unverified(order_id, content_hash) if is_required() else None


def why_unverified(order_id: int, content_hash: str) -> Text | None:
    """What keeps an order from counting as verified; an edit since then is named by its fields."""
    last = latest(order_id)
    if last is None:
        return _("The order desk has not verified this order yet.")
    if last.content_hash != content_hash:
        return _("It was changed since it was verified: %(fields)s.") % {"fields": ", ".join(changed_since(last))}
    return None if last.is_ok else _("The verification found errors; they are to be settled first.")


def changed_since(verification: Verification) -> list[str]:
    """The names of what differs from what was verified, for people."""
    order = orders.all_for_rule().get(pk=verification.order_id)
    found = content.content_of(order, OrderLine.objects.filter(order=order))
    return list(dict.fromkeys(map(_field_name, sorted(content.differences(verification.content, found)))))


def _field_name(path: str) -> str:
    if path.startswith("lines."):
        _lines, number, name = path.split(".", 2)
        return _("line %(line)s: %(field)s") % {"line": number, "field": _label(OrderLine, name)}
    return _label(Order, path)


def _label(model: Any, name: str) -> str:
    known = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return str(known.get(name, name))


def to_verify(actor: User) -> QuerySet[Order]:
    """Submitted orders that ``actor`` may verify and nobody has, as they stand, the oldest first."""
    visible = policies.visible_to(actor, "order.verify").filter(unverified())
    return visible.exclude(salesperson=actor).order_by("submitted_at", "pk")


def unverified() -> Q:
    """The condition of submitted orders that nobody has found right as they stand."""
    verified = Verification.objects.filter(order=OuterRef("pk"), content_hash=OuterRef("content_hash"), is_ok=True)
    return Q(~Exists(verified), status=Status.SUBMITTED)


# --- errors -----------------------------------------------------------------------------------------


def list_errors(actor: User) -> QuerySet[OrderError]:
    """The errors of orders that ``actor`` may see, with what a list shows."""
    named = ("order__customer", "made_by", "found_by", "corrected_by")
    rows = OrderError.objects.select_related(*named)
    return rows.filter(order__in=policies.visible_to(actor).values("pk"))


def get_error(*, actor: User, error_id: int) -> OrderError:
    """One of them. Raises NotFound, also for one of an order that is not the actor's."""
    found = list_errors(actor).filter(pk=error_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def errors_of(order: Order) -> list[OrderError]:
    """The errors of one order, newest first."""
    rows = OrderError.objects.filter(order=order).select_related("made_by", "found_by", "corrected_by")
    return list(rows.order_by("-id"))


def sees_cost(actor: User) -> bool:
    """What an error cost is money: not for who sees no amounts."""
    return "total_amount" not in policies.hidden_columns(actor)


def cost_of(actor: User, error: OrderError) -> Decimal | None:
    """What it cost, in the company's currency, for who may know."""
    return error.cost if sees_cost(actor) else None


@dataclass(frozen=True)
class Accuracy:
    """Order accuracy 订单准确率 (SEMANTICS 15): orders without a counted error ÷ orders made effective."""

    effective: int
    with_error: int

    @property
    def share(self) -> Decimal | None:
        """Between 0 and 1; None where nothing took effect."""
        if not self.effective:
            return None
        return Decimal(self.effective - self.with_error) / Decimal(self.effective)


def accuracy(rows: QuerySet[Order], *, since: date, until: date) -> Accuracy:
    """Of the ``rows`` that took effect here on business days from ``since`` to ``until``, both included; types that do
    not count in statistics and history are left out, and so are errors of entry and those dismissed."""
    begin, end = dates.day_range(since, until)
    faulty = OrderError.objects.filter(order=OuterRef("pk"), stage__in=COUNTED, dismissed_at=None)
    found = (
        rows.filter(effective_at__gte=begin, effective_at__lt=end, order_type__counts=True)
        .exclude(origin=Origin.HISTORY)
        .exclude(status=Status.VOID)
        .annotate(is_faulty=Exists(faulty))
        .aggregate(all=Count("pk"), faulty=Count("pk", filter=Q(is_faulty=True)))
    )
    return Accuracy(found["all"], found["faulty"])


def orders_with_errors() -> QuerySet:
    """Keys of orders in which an error was found that stands."""
    return OrderError.objects.filter(dismissed_at=None).values(key=F("order_id"))
