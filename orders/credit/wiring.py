"""What this room declares: settings, invariant 11, special approvals, and what it does when a customer changes its
holder."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration import subjects as collaboration
from accounts.home.cards import Card, home
from accounts.people.models import User
from common import currencies, settings
from common.invariants import Invariant, invariants
from customers.credit import terms
from customers.models import Customer
from customers.operations.holders import regroup
from orders.approval.subjects import Subject, subjects
from orders.credit import exposure, queries
from orders.credit.models import SpecialApproval
from orders.credit.special import examples as special_examples
from orders.credit.special import operations as special
from orders.credit.special import policies as special_policies
from orders.credit.special import queries as specials
from orders.order.models import Order, OrderLine
from orders.order.policies import also_visible
from orders.order.risks import Kind, Risk
from orders.validity.rooms import Checker, checkers
from segments import judging

SHOWN = 7
DIFFERENT = f"""
    SELECT coalesce(e.holder_id, c.holder_id) AS id, e.on_order, c.on_order AS computed_on_order, e.shipped,
        c.shipped AS computed_shipped, e.invoiced, c.invoiced AS computed_invoiced, e.received,
        c.received AS computed_received, e.drafts, c.drafts AS computed_drafts
    FROM orders_creditexposure e FULL JOIN ({exposure.COMPUTED}) c ON c.holder_id = e.holder_id
    WHERE coalesce(e.on_order, 0) <> coalesce(c.on_order, 0) OR coalesce(e.shipped, 0) <> coalesce(c.shipped, 0)
        OR coalesce(e.invoiced, 0) <> coalesce(c.invoiced, 0) OR coalesce(e.received, 0) <> coalesce(c.received, 0)
        OR coalesce(e.drafts, 0) <> coalesce(c.drafts, 0)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        queries.DEFAULT_LIMIT,
        settings.Definition(
            "",
            _("Credit limit of customers who have none of their own; empty: no limit"),
            "credit",
            bounds=settings.Bounds(1, 1_000_000_000_000, places=2),
        ),
    )
    settings.definitions.register(
        queries.WATCH_PERCENT,
        settings.Definition(
            "80",
            _("A customer is watched from this percentage of the limit on"),
            "credit",
            bounds=settings.Bounds(1, 100, places=2),
        ),
    )
    settings.definitions.register(
        queries.SMALL_OVERDUE,
        settings.Definition(
            "0",
            _("Late payments of this amount in all, in the company's currency, do not hold orders yet"),
            "credit",
            bounds=settings.Bounds(0, 1_000_000_000_000, places=2),
        ),
    )
    invariants.register("credit.exposure", Invariant(11, _("Stored exposure = computed"), DIFFERENT))
    regroup.register("orders.credit", _regroup)
    checkers.register("orders.credit", Checker(frozenset({Kind.TERMS_OFF_GRADE}), _terms_off_grade))
    checkers.register("orders.credit.security", Checker(frozenset({Kind.NO_SECURITY}), _no_security))
    _register_special()


def _terms_off_grade(order: Order, lines: Sequence[OrderLine], on: date) -> list[Risk]:
    """The payment terms are a deviation that who decides the order sees (R117, R223)."""
    if not order.customer_id or not terms.is_off(order.customer, order.payment_term):
        return []
    return [Risk(0, Kind.TERMS_OFF_GRADE.value)]


def _no_security(order: Order, lines: Sequence[OrderLine], on: date) -> list[Risk]:
    """A poor grade asks for a guarantee or an advance payment; who decides the order sees that there is neither
    (R110)."""
    if not order.customer_id or not terms.lacks_security(order.customer, order.payment_term, on):
        return []
    return [Risk(0, Kind.NO_SECURITY.value)]


def _register_special() -> None:
    subjects.register(
        special_policies.SUBJECT,
        Subject(
            label=_("Special credit approval"),
            verb=special_policies.DECIDE,
            decided=special.decided,
            went_on=special.went_on,
            titles=specials.titles,
            lock=special.hold,
            row=special.row,
            judge=_judge,
            signs=list,
            hidden_signs=lambda actor: set(),
        ),
    )
    collaboration.subjects.register(
        special_policies.SUBJECT,
        collaboration.Subject(
            get=lambda actor, key: specials.get_special(actor=actor, special_id=key),
            url=_url,
            verb=special_policies.REQUEST,
            visible=special_policies.visible_to,
        ),
    )
    also_visible.register("orders.special", special_policies.sees_order)
    card = Card(_("Special credit approvals to decide"), order=11, verb=special_policies.DECIDE, render=_waiting)
    home.register("special-approvals", card)
    special_examples.register()


def _judge(special_id: int, segment_ids: Sequence[int], day: date) -> Mapping[int, judging.Verdict]:
    """Conditions of the matrix are about the order."""
    order_id = SpecialApproval.objects.values_list("order_id", flat=True).get(pk=special_id)
    return judging.judge(order_id, segment_ids, day)


def _url(row: Any) -> str:
    try:
        return reverse("orders:order-detail", args=[row.order.reference]) + "#credit"
    except NoReverseMatch:
        return ""


def _waiting(user: User) -> tuple[str, dict[str, Any]] | None:
    rows = specials.waiting_for(user, SHOWN)
    return ("orders/special/_waiting.html", {"rows": rows, "base": currencies.base()}) if rows else None


def _regroup(*, customer: Customer, old_holder_id: int, new_holder_id: int, at: datetime) -> None:
    exposure.rebuild({old_holder_id, new_holder_id})
