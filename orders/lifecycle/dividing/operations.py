"""Splitting and merging drafts: what was entered moves between orders and none of it is lost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import errors, events
from common.errors import Text
from common.operation import operation
from orders.entry import drafting, header
from orders.entry.drafts import LineDraft
from orders.lifecycle import screening
from orders.lifecycle.dividing import drafts, queries
from orders.lifecycle.dividing.following import merged
from orders.lifecycle.operations.ladder import void_order
from orders.lifecycle.submission import SUBJECT
from orders.order import policies, writing
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state


@operation
def split_order(
    *, actor: User, order_id: int, quantities: Mapping[int, Decimal], at: datetime, version: int | None = None
) -> Order:
    """Move quantities of lines (by line number) out of a draft into a new draft of the same customer, terms, dates and
    people. Gifts follow their lines; freight, reduction and files stay with the order. Agreed prices are taken along.
    What is set aside, or has doubts in its way, is cleared first: nothing gets past them in another order.

    Returns the new draft. Raises NotFound, NotAllowed, WrongState (also ``set_aside``), Conflict (``doubts_open``),
    Stale, Invalid (``lines.3.quantity``: no such line,
    a gift, more than there is; ``lines``: nothing chosen, or nothing left).
    """
    order = _lock_draft(actor, order_id, version)
    screening.require_cleared(order)
    lines = [line for line in orders.lines_of(order) if not line.gift_of_id]
    _check(lines, quantities)
    if not _stays(lines, quantities) and not order.unfinished:
        raise errors.Invalid(fields={"lines": [gettext_lazy("Something must stay: copy the order instead.")]})
    moved = [drafts.line_of(line, quantities[line.line_no]) for line in lines if quantities.get(line.line_no)]
    part = drafts.header_of(order, header.out_of_use(order, actor))
    part.lines = moved
    _replace(order, actor, _stays(lines, quantities), at)
    made = drafting.create_order(actor=actor, draft=part, at=at)
    _same_people(made, order, actor, at)
    events.record("order.split", order, at=at, part=made.reference)
    events.record("order.split_from", made, at=at, source=order.reference)
    return made


def _check(lines: Sequence[OrderLine], quantities: Mapping[int, Decimal]) -> None:
    there = {line.line_no: line.ordered for line in lines}
    faults: dict[str, list[Text]] = {}
    for line_no, quantity in quantities.items():
        most = there.get(line_no)
        if most is None:
            faults[f"lines.{line_no}.quantity"] = [_("There is no such line that could move.")]
        elif not 0 <= quantity <= most:
            faults[f"lines.{line_no}.quantity"] = [_("Choose at most %(most)s.") % {"most": f"{most.normalize():f}"}]
    if faults:
        raise errors.Invalid(fields=faults)
    if not any(quantities.values()):
        raise errors.Invalid(fields={"lines": [_("Choose what is to move.")]})


def _stays(lines: Sequence[OrderLine], quantities: Mapping[int, Decimal]) -> list[LineDraft]:
    left = ((line, line.ordered - quantities.get(line.line_no, Decimal(0))) for line in lines)
    return [drafts.line_of(line, quantity, line_no=line.line_no) for line, quantity in left if quantity > 0]


@operation
def merge_orders(
    *,
    actor: User,
    order_id: int,
    other_ids: Collection[int],
    at: datetime,
    version: int | None = None,
    is_agreed: bool = False,
) -> Order:
    """Take the lines, unfinished rows, freight, reduction and files of other drafts of the same customer into this one,
    and what they were entered from; the others become void and say where they went. Where their headers say something
    else than this one's, what this one says counts, once ``is_agreed`` says so. Of the others, too, nothing gets past
    what set them aside, or doubts.

    Raises NotFound, NotAllowed, WrongState (also ``set_aside``), Stale, Invalid (``orders``: none, another customer,
    currency or kind of prices), Conflict ``doubts_open``, ``headers_differ`` (fields: path → [here, elsewhere]).
    """
    others = sorted(set(other_ids) - {order_id})
    if not others:
        raise errors.Invalid(fields={"orders": [_("Choose the drafts that are to become part of this one.")]})
    seen = [orders.get_order_by_id(actor=actor, order_id=pk) for pk in (order_id, *others)]
    _check_mergeable(seen[0], seen[1:])  # of one customer: no credit holder is locked behind an order
    locked = {pk: _lock_draft(actor, pk, version if pk == order_id else None) for pk in sorted([order_id, *others])}
    order, rest = locked[order_id], [locked[pk] for pk in others]
    _check_mergeable(order, rest)
    for other in rest:
        screening.require_cleared(other)
    differing = queries.differences(actor, order, rest)
    if differing and not is_agreed:
        raise errors.Conflict(_("These drafts do not say the same."), code="headers_differ", fields=differing)
    everything = [drafts.line_of(line, line.ordered, line_no=line.line_no) for line in _own_lines(order)]
    everything += [drafts.line_of(line, line.ordered) for other in rest for line in _own_lines(other)]
    _absorb(order, rest, actor, everything, at)
    for other in rest:
        reason = _("Became part of %(order)s") % {"order": order.display_number}
        void_order(actor=actor, order_id=other.pk, reason=reason, at=at)
        collaboration.share_files(SUBJECT, other.pk, SUBJECT, order.pk)
        for follow in merged.values():
            follow(other, order, at)
        events.record("order.merged_into", other, at=at, target=order.reference)
    events.record("order.merged", order, at=at, sources=[other.reference for other in rest])
    return orders.get_order_by_id(actor=actor, order_id=order.pk)


def _own_lines(order: Order) -> list[OrderLine]:
    return [line for line in orders.lines_of(order) if not line.gift_of_id]


def _check_mergeable(order: Order, others: Sequence[Order]) -> None:
    for name, words in (
        ("customer_id", _("%(order)s is another customer's.")),
        ("currency_id", _("%(order)s is in another currency.")),
        ("tax_mode", _("%(order)s has its prices with the tax counted otherwise.")),
        ("order_type_id", _("%(order)s is of another type.")),
    ):
        for other in others:
            if getattr(other, name) != getattr(order, name):
                raise errors.Invalid(fields={"orders": [words % {"order": other.display_number}]})


def _absorb(order: Order, others: Sequence[Order], actor: User, lines: list[LineDraft], at: datetime) -> None:
    """The whole grid in one go; what was unfinished anywhere comes behind the lines."""
    sums = {
        "freight": sum((one.freight for one in others), order.freight),
        "reduction": sum((one.reduction for one in others), order.reduction),
    }
    last = max([*(line.line_no or 0 for line in lines), *(int(row["line_no"]) for row in order.unfinished)], default=0)
    behind = last + len(lines)
    rows = drafts.unfinished_of(order, behind)
    for other in others:
        rows += drafts.unfinished_of(other, behind + len(rows))
    changes = {name: value for name, value in sums.items() if value != getattr(order, name)}
    drafting.change_order(
        actor=actor, order_id=order.pk, version=None, changes=changes, lines=lines, unfinished=rows, at=at
    )


def _lock_draft(actor: User, order_id: int, version: int | None) -> Order:
    order = orders.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.edit", order)
    if "total_amount" in policies.hidden_columns(actor):
        raise errors.NotAllowed()
    if order.status != Status.DRAFT:
        raise not_in_state(order.status, [Status.DRAFT])
    return order


def _replace(order: Order, actor: User, lines: list[LineDraft], at: datetime) -> None:
    rows = [drafts.UnfinishedRow(**row) for row in order.unfinished]
    drafting.change_order(actor=actor, order_id=order.pk, version=None, changes={}, lines=lines, unfinished=rows, at=at)


def _same_people(part: Order, order: Order, actor: User, at: datetime) -> None:
    """A part is looked after by the people of the whole, nobody is asked for the right to give it to others; and it is
    of the day of the whole: prices and gifts are those of that day."""
    columns = ("salesperson_id", "executing_owner_id", "department_id", "territory", "order_date")
    changed = header.assign(part, {name: getattr(order, name) for name in columns})
    if changed:
        writing.save(part, changed, at)
    if "order_date" in changed:
        lines = [drafts.line_of(line, line.ordered, line_no=line.line_no) for line in _own_lines(part)]
        _replace(part, actor, lines, at)
