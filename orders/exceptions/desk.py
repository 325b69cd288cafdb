"""What the pages of exceptions put together: controls, tabs, the fields that a person may fill in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import typed
from customers import queries as customers
from orders.exceptions import policies, states
from orders.exceptions.choices import Kind
from orders.exceptions.states import CLAIM_MOVES, ClaimMove, Move, Status
from orders.fulfilment import queries as outbound
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.controls import Button, Look, buttons
from orders.order.policies import Action

_LOOKS = {
    "exception.answer": Look("reply"),
    "exception.close": Look("check2"),
    "exception.findings": Look("pencil"),
    "exception.decide": Look("people"),
    "exception.tell": Look("telephone"),
    "exception.plan": Look("journal-text"),
    "exception.claim": Look("truck"),
    "exception.letter": Look("envelope", "link"),
    "exception.reopen": Look("arrow-counterclockwise"),
}
_BESIDE = ("exception.findings", "exception.decide", "exception.tell")
_CLAIMED = (Kind.DAMAGE, Kind.DELAY, Kind.COMPLAINT, Kind.WRONG_GOODS)
_CLAIM_ENDS = {ClaimMove.ACCEPT: "answer", ClaimMove.PAY: "pay", ClaimMove.DROP: "drop"}


def actions(actor: Any, case: Any, plans: Iterable[Any]) -> dict[str, Any]:
    """The verbs that the exception's state knows: the primary one, those beside it, the others."""
    found = buttons(_possible(actor, case, plans), _LOOKS, lambda verb: url_of(case, verb.removeprefix("exception.")))
    primary = next((one for one in found.values() if one.allowed and one.method == "dialog"), None)
    others = [one for one in found.values() if one is not primary]
    return {"primary": primary, "others": others}


def url_of(case: Any, end: str = "detail") -> str:
    """Where a verb of this exception is done, or its page."""
    return reverse(f"orders:exception-{end}", args=[case.number])


def subject_of(actor: Any, named: Mapping[str, str]) -> tuple[Any, Any]:
    """(order, None) or (None, customer): what an address of the form names, for somebody who reports exceptions. A
    shipment is about its order where it carries one, else about its customer. Raises NotFound, NotAllowed."""
    if named.get("order"):
        order = orders.get_order(actor=actor, reference=named["order"])
        order_policies.require(actor, policies.RAISE, order)
        return order, None
    rights.require(actor, policies.RAISE)
    if named.get("shipment"):
        document = outbound.get_document(actor, named["shipment"])
        found = outbound.orders_of(actor, [document])[document.pk]
        if len(found) == 1:
            return orders.get_order_by_id(actor=actor, order_id=found[0].order_id), None
        return None, document.customer
    customer_id = typed.read_key(named.get("customer", "")) or 0
    return None, customers.get_customer(actor=actor, customer_id=customer_id)


def _possible(actor: Any, case: Any, plans: Iterable[Any]) -> list[Action]:
    works, is_closed = policies.can(actor, policies.WORK, case), case.status == Status.CLOSED
    found = []
    if works and is_closed:
        found.append(Action("exception.reopen", str(Move.REOPEN.label), True, True))
    if works and not is_closed:
        found.append(Action("exception.answer", str(Move.ANSWER.label), case.status == Status.OPEN, True))
        found.append(Action("exception.findings", _("Findings"), True, True))
        found.append(Action("exception.decide", _("Joint decision"), True, True))
        found.append(Action("exception.close", str(Move.CLOSE.label), case.status == Status.SOLVING, True))
        if any(plans):
            found.append(Action("exception.plan", _("Use a plan"), True, True))
    if works:
        found.append(Action("exception.tell", _("Customer told"), True, True))
    if case.kind in _CLAIMED and policies.can(actor, policies.CLAIM, case):
        found.append(Action("exception.claim", _("Claim from carrier"), True, True))
    found.append(Action("exception.letter", _("Letter of apology"), True, True))
    return found


def claim_actions(actor: Any, case: Any, claims: Iterable[Any]) -> list[tuple[Any, list[Button]]]:
    """Each claim with what may be done to it."""
    may = policies.can(actor, policies.CLAIM, case)
    return [(claim, _of_claim(claim) if may else []) for claim in claims]


def _of_claim(claim: Any) -> list[Button]:
    labels = {
        ClaimMove.ACCEPT: pgettext("claim verb", "Carrier's answer"),
        ClaimMove.PAY: str(ClaimMove.PAY.label),
        ClaimMove.DROP: str(ClaimMove.DROP.label),
    }
    possible = states.possible(CLAIM_MOVES, claim.status)
    return [
        Button(
            verb=f"claim.{end}",
            label=labels[move],
            url=reverse(f"orders:claim-{end}", args=[claim.pk]),
            allowed=True,
            why_not="",
            icon="",
            method="dialog",
            is_grave=move == ClaimMove.DROP,
        )
        for move, end in _CLAIM_ENDS.items()
        if str(move) in possible
    ]


def hidden_fields(actor: Any, case: Any) -> list[str]:
    """The fields of the findings that are not this person's, or not this exception's."""
    if not policies.sees_amounts(actor):
        return ["cost", "disputed_amount", "disputed_document"]
    return ["disputed_amount", "disputed_document"] if case.order is None else []


def tabs(asked: dict[str, Any], mine: str) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("orders:exception-list")
    found = [
        (pgettext("exceptions", "Open"), "open=true", {"open": "true"}),
        (_("Asked of me"), f"open=true&owner={mine}", {"open": "true", "owner": mine}),
        (_("Not answered in time"), "open=true&late=true", {"open": "true", "late": "true"}),
        (_("Complaints"), "kind=COMPLAINT", {"kind": "COMPLAINT"}),
        (_("Disputed"), "open=true&disputed=true", {"open": "true", "disputed": "true"}),
        (pgettext("exceptions", "All"), "q=", {"q": ""}),
    ]
    shown = {name: value for name, value in asked.items() if name != "cursor"}
    rows = [{"label": label, "url": f"{base}?{query}", "current": shown == wanted} for label, query, wanted in found]
    rows.append({"label": _("Claims"), "url": reverse("orders:claim-list"), "current": "claims" in asked})
    rows.append({"label": _("Contingency plans"), "url": reverse("orders:plan-list"), "current": "plans" in asked})
    rows.append({"label": _("Figures"), "url": reverse("orders:exception-figures"), "current": "figures" in asked})
    return rows
