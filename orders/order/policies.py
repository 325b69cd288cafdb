"""Who may do what to which orders, and which of their fields they see (R292–R296)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import access, policies
from accounts.people.models import User
from accounts.roles.models import FieldRule
from accounts.roles.verbs import verbs
from common import errors
from common.money import round2
from common.registry import Registry
from orders.order import risks, states
from orders.order.indexing import BESIDE_SALES
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk
from orders.order.states import Move, Status
from segments.custom_fields import definitions, values

Text = str | Promise
Row = TypeVar("Row", bound=Model)

VIEW = "order.view"
# who decides is named by the approval, so here the right counts in any scope: a substitute may sit elsewhere
DECISIONS = ("order.approve", "order.reject", "order.add_approver")
OWNERS = ("salesperson", "executing_owner", "created_by")

# key -> (actor, order id): may he see this one order though no scope of his reaches it? (an approver asked)
also_visible: Registry[Callable[[User, int], bool]] = Registry("orders.also_visible")

# verb -> (actor, order): why it would be refused just now, for the buttons; the operation decides for itself
obstacles: Registry[Callable[[User, Order], Text | None]] = Registry("orders.obstacles")


def visible_to(actor: User, verb: str = VIEW) -> QuerySet[Order]:
    """The orders on which ``actor`` holds ``verb``."""
    return policies.visible(Order.objects.all(), actor, verb, owners=OWNERS, department="department")


def own_beside_sales(actor: User) -> QuerySet[Order]:
    """The orders that are his own business, or that of whom he stands in for, though somebody else sells them."""
    own, condition = access.of(actor).owner_ids, Q()
    for column, beside in BESIDE_SALES.items():  # said twice: of those whom most orders name for all, an index has none
        condition |= Q(**{f"{column}__in": own}) & beside
    return Order.objects.filter(condition).exclude(salesperson__in=own)


def of_visible(actor: User, column: str = "order", verb: str = VIEW) -> Q:
    """The condition of rows whose order (``column``) is one on which ``actor`` holds ``verb``: the order of each row is
    looked up by key. Of ``column IN (…)`` beside other conditions the database makes a table of all the orders that he
    sees before it looks at the first row (docs/performance.md); of a subquery that gives a value it cannot."""
    if policies.reaches_all(actor, verb, Order):
        return Q(**{f"{column}__isnull": False})
    one = visible_to(actor, verb).filter(pk=OuterRef(column)).order_by().values("pk")[:1]
    return Q(IsNull(Subquery(one), False))


def reach(order: Order) -> dict[str, Any]:
    """Owners and department of an order and itself, as ``accounts.policies`` asks for them."""
    return {
        "owners": [order.salesperson_id, order.executing_owner_id, order.created_by_id],
        "departments": [order.department_id],
        "row": order,
    }


def can(actor: User, verb: str, order: Order) -> bool:
    """Whether ``actor`` holds ``verb`` on this order, whatever its state."""
    return policies.can(actor, verb) if verb in DECISIONS else policies.can(actor, verb, **reach(order))


def require(actor: User, verb: str, order: Order) -> None:
    """Raise NotAllowed unless ``can``."""
    if verb in DECISIONS:
        policies.require(actor, verb)
    else:
        policies.require(actor, verb, **reach(order))


def own_business_of(order: Order) -> set[int]:
    """Whose own order it is, beside whoever submits it: they never decide its approval (SEMANTICS 7)."""
    return {pk for pk in (order.salesperson_id, order.created_by_id) if pk}


def require_not_frozen(order: Order) -> None:
    """Raise WrongState while the whole order is frozen: nothing ships, changes or closes then."""
    if order.is_frozen:
        raise errors.WrongState(
            _("The order is frozen: %(reason)s") % {"reason": order.freeze_reason}, code="frozen", status=order.status
        )


# --- fields -----------------------------------------------------------------------------------

FIELDS: dict[str, tuple[str, ...]] = {
    "order.amount": (
        *("freight", "reduction", "lines_amount", "total_amount", "tax_amount", "net_amount", "reserved_amount"),
        *("due_amount", "shipped_amount", "unshipped_amount", "signed_amount", "invoiced_amount", "received_amount"),
        *("credited_amount", "credited"),
        *("settlement", "next_due_date", "amount_class", "disputed_amount"),
        # an order's place in the plan is everybody's to know; its score would tell how large it is
        *("priority", "priority_amount", "priority_time", "priority_customer"),
        *("price", "discount", "amount", "tax", "net", "unfinished"),
    ),
    "order.cost": ("cost_amount", "unit_cost"),
    "order.margin": ("margin",),
    "customer.contact": ("contact_name", "contact_phone", "ship_recipient", "ship_phone"),
}


def hidden_columns(actor: User) -> frozenset[str]:
    """The columns of orders and lines whose values ``actor`` must not get, not even by filter or sort.

    Who may not see the cost may not see the margin, and the other way round: one gives the other away.
    """
    return frozenset(_columns(actor, FieldRule.Effect.HIDE))


def unseen_columns(actor: User) -> frozenset[str]:
    """The columns whose values ``actor`` does not get in full, hidden or masked: what a form shows of them must
    never be stored."""
    return frozenset(name for field, names in FIELDS.items() if policies.effect(actor, field) for name in names)


def _columns(actor: User, effect: str) -> Iterator[str]:
    for field, columns in FIELDS.items():
        if policies.effect(actor, field) == effect:
            yield from columns


def redact(actor: User, rows: Iterable[Row]) -> list[Row]:
    """``rows`` (orders or lines, for showing only) with hidden columns set to None, masked ones masked, and the
    risks and custom fields that are the actor's to know.

    Never save what comes back.
    """
    rows = list(rows)
    hidden, masked = hidden_columns(actor), _masked_columns(actor)
    for row in rows:
        names = _names_of(type(row))
        for name in hidden & names:
            setattr(row, name, None)
        if row.__dict__.get("risks") and isinstance(row, Order):
            row.risks = [asdict(one) for one in visible_risks(actor, row)]
        for name in masked & names:
            setattr(row, name, _mask(getattr(row, name)))
        if "custom" in row.__dict__ and isinstance(row, Order | OrderLine):
            row.custom = values.shown(actor, values.ORDER if isinstance(row, Order) else values.LINE, row.custom)
        if row.__dict__.get("unfinished") and isinstance(row, Order):
            row.unfinished = [_seen_cells(actor, kept) for kept in row.unfinished]
    return rows


def _seen_cells(actor: User, kept: dict[str, Any]) -> dict[str, Any]:
    """A row that is no line yet, without the cells of custom fields that the actor does not see in full."""
    custom = {one.name for one in definitions.visible(actor, values.LINE) if not definitions.is_masked(actor, one)}
    cells = {name: text for name, text in kept["cells"].items() if "." not in name or name in custom}
    return {**kept, "cells": cells}


def redact_values(actor: User, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for values of orders or lines (all of the same columns). Of risks only the models know whose they
    are to know: KeyError for rows that hold them."""
    names = rows[0].keys() if rows else frozenset()
    if "risks" in names:
        raise KeyError("risks")
    hidden, masked = hidden_columns(actor) & names, _masked_columns(actor) & names
    for row in rows:
        row.update(dict.fromkeys(hidden))
        row.update({name: _mask(row[name]) for name in masked})
        if "custom" in names:
            row["custom"] = values.shown(actor, values.LINE if "line_no" in names else values.ORDER, row["custom"])
    return rows


def _masked_columns(actor: User) -> frozenset[str]:
    return frozenset(_columns(actor, FieldRule.Effect.MASK))


def _mask(value: Any) -> Any:
    return policies.mask(str(value)) if value not in (None, "") else value


@cache
def _names_of(model: type[Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.concrete_fields)


def visible_risks(actor: User, order: Order) -> list[Risk]:
    """The order's risks without those that give away a hidden floor price or cost; who decides about the order
    needs them all."""
    found = risks.read(order.risks)
    if policies.can(actor, DECISIONS[0]) and actor.pk not in own_business_of(order):
        return found
    hidden = hidden_risks(actor)
    return [risk for risk in found if risk.kind not in hidden]


def hidden_risks(actor: User) -> set[str]:
    """The kinds of risk that would tell ``actor`` a price or cost he must not know."""
    hidden: set[str] = set()
    if policies.effect(actor, "product.floor_price"):
        hidden.add(Kind.BELOW_FLOOR)
    if policies.effect(actor, "order.cost") or policies.effect(actor, "product.cost"):
        hidden.add(Kind.BELOW_COST)
    if policies.effect(actor, "order.amount"):
        hidden |= {Kind.PRICE_OFF_LAST, Kind.DISCOUNT_OVER}
    return hidden


# --- what is possible now ----------------------------------------------------------------------

_EDIT, _NOTES = (Status.DRAFT,), (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)
# verbs that are no move of the ladder: the states in which they make sense
_STATES: dict[str, tuple[Status, ...]] = {
    "order.edit": _EDIT,
    "order.verify": (Status.SUBMITTED,),
    "order.add_approver": (Status.SUBMITTED,),
    "order.reassign": _NOTES,
    "order.freeze": (Status.EFFECTIVE,),
    "order.unfreeze": (Status.EFFECTIVE,),
    "order.reserve": (Status.EFFECTIVE,),
    "order.line_close": (Status.EFFECTIVE,),
    "order.line_reopen": (Status.EFFECTIVE, Status.CLOSED),
}
_VERBS = ("order.edit", *(f"order.{move}" for move in Move if move != Move.IMPORT), *list(_STATES)[1:])


@dataclass(frozen=True)
class Action:
    """A verb as a button: ``is_in_state`` says whether the order's state knows it at all, ``why_not`` in
    words why it is not allowed now."""

    verb: str
    label: Text
    is_in_state: bool
    allowed: bool
    why_not: str = ""


def possible_verbs(actor: User, order: Order) -> list[Action]:
    """Every verb on this order, with the reason where it is not allowed now. For showing: the operation
    behind the button checks again, under lock."""
    return [_action(actor, verb, order) for verb in _VERBS if verb in verbs]


def _action(actor: User, verb: str, order: Order) -> Action:
    label = verbs[verb].label
    if not _is_in_state(verb, order):
        why = _("The order is %(status)s.") % {"status": Status(order.status).label}
        return Action(verb, label, False, False, why)
    if not can(actor, verb, order):
        text = _("Your role does not include “%(verb)s”.")
        if actor.can(verb):
            text = _("Your role includes “%(verb)s” only for orders of your own or of your department.")
        return Action(verb, label, True, False, text % {"verb": label})
    if verb in _BLOCKED_BY_FREEZE and order.is_frozen:
        return Action(verb, label, True, False, _("The order is frozen: %(reason)s") % {"reason": order.freeze_reason})
    obstacle = obstacles.get(verb)
    why_not = obstacle(actor, order) if obstacle else None
    return Action(verb, label, True, not why_not, str(why_not or ""))


def _is_in_state(verb: str, order: Order) -> bool:
    if verb in _STATES:
        fits = order.status in _STATES[verb]
        return fits and order.is_frozen if verb == "order.unfreeze" else fits
    return (Status(order.status), Move(verb.removeprefix("order."))) in states.MOVES


_BLOCKED_BY_FREEZE = frozenset(
    {"order.unapprove", "order.void", "order.reserve", "order.close", "order.line_close", "order.line_reopen"}
)


def hides_margin(actor: User) -> bool:
    """Whether ``actor`` may not know what orders and their lines earn."""
    return any(policies.effect(actor, field) for field in ("order.margin", "order.cost", "order.amount"))


def margin_of(actor: User, order: Order, lines: Iterable[OrderLine]) -> object:
    """Net amount less cost in the company's currency, in which costs are kept; None where the actor may see
    neither margin nor cost nor amounts."""
    if hides_margin(actor):
        return None
    return round2(order.net_amount * order.exchange_rate) - order.cost_amount
