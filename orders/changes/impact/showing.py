"""A sheet as a reader sees it: amounts, margin and credit as field rules say, other orders as far as they are his to
see (R296). Rules compute over all; what they reveal of others is masked."""

from dataclasses import replace

from accounts import policies as rights
from accounts.people.models import User
from orders.changes.impact import measures
from orders.changes.impact.sheet import Alternative, Answer, Money, Other, Sheet
from orders.order import policies

HIDDEN = ""  # the name of an order that is another's business


def shown(actor: User, sheet: Sheet, *, decides: bool = False) -> Sheet:
    """The sheet for ``actor``; who ``decides`` about the change needs all its findings. One statement."""
    sees_amounts = not rights.effect(actor, "order.amount")
    sees_credit = sees_amounts and not rights.effect(actor, "customer.credit")
    hidden = set() if decides else policies.hidden_risks(actor)
    seen = _visible(actor, [*sheet.broken, *sheet.gaining])
    return replace(
        sheet,
        money=_money(actor, sheet.money) if sees_amounts and sheet.money else None,
        credit=sheet.credit if sees_credit else None,
        broken=[_other(one, seen) for one in sheet.broken],
        gaining=[_other(one, seen) for one in sheet.gaining],
        answers=sheet.answers if sees_amounts else [_without_cost(one) for one in sheet.answers],
        hints=[one for one in sheet.hints if one.kind not in hidden],
        alternatives=sheet.alternatives if sees_amounts else [_without_amount(one) for one in sheet.alternatives],
    )


def hidden_measures(actor: User) -> set[str]:
    """The measures of the approval matrix that would tell ``actor`` what is not his to know."""
    hidden: set[str] = set()
    if rights.effect(actor, "order.amount"):
        hidden |= {measures.AMOUNT, measures.AMOUNT_DOWN, measures.COST, measures.MARGIN_LOST, measures.CREDIT}
    if any(rights.effect(actor, one) for one in ("order.margin", "order.cost")):
        hidden.add(measures.MARGIN_LOST)
    if rights.effect(actor, "customer.credit"):
        hidden.add(measures.CREDIT)
    return hidden


def _money(actor: User, money: Money) -> Money:
    sees_margin = not any(rights.effect(actor, one) for one in ("order.margin", "order.cost"))
    return money if sees_margin else replace(money, margin=None)


def _visible(actor: User, others: list[Other]) -> set[int]:
    ids = {one.order_id for one in others}
    return set(policies.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _other(one: Other, seen: set[int]) -> Other:
    return one if one.order_id in seen else replace(one, line_id=0, order_id=0, order=HIDDEN, line_no=None)


def _without_cost(one: Answer) -> Answer:
    return replace(one, cost=None)


def _without_amount(one: Alternative) -> Alternative:
    items = [item for item in one.items if item.field not in ("price", "discount")]
    return replace(one, amount=None, delta=None, items=items)
