"""What a change says beside what stands: rows of the head, rows of the lines, totals, and the change in a sentence
(SEMANTICS 8). Page, letter, API and the comparison of revisions read the same rows. Saves nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common.templatetags import fmt
from orders.changes import fields, wording
from orders.changes.choices import Aspect
from orders.changes.diff_rows import SIGNS, Act, Diff, FieldRow, LineRow, Side, Sign, SumRow
from orders.changes.fields import CUSTOM, Changeable, Kind
from orders.changes.projecting import Projection
from orders.changes.wording import Moved, Sight
from orders.order import arranging
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions

ZERO = Decimal(0)
Days = tuple[date | None, date | None]  # requested of the order, then and later
_OF_ASPECT = {
    Aspect.PRODUCT: Act.PRODUCT,
    Aspect.PRICE: Act.PRICE,
    Aspect.DATE: Act.RESCHEDULE,
    Aspect.SPECIFICATION: Act.SPECIFICATION,
}
# shown in columns of their own; everything else of a line that differs is a row under it
_IN_COLUMNS = ("quantity", "requested_date")


def diff(found: Projection, actor: User | None) -> Diff:
    """The comparison of a projection, as ``actor`` may see it; ``None`` is somebody who gets everything (the letter to
    the customer, whose own order it is; jobs)."""
    return compare(found.was, found.before, found.order, found.lines, actor)


def compare(
    was: Order, before: Sequence[OrderLine], order: Order, lines: Sequence[OrderLine], actor: User | None
) -> Diff:
    """Any two states of an order beside each other: its head and lines then, and later."""
    sight = wording.sight_of(actor)
    head = _head(was, order, sight)
    former = {line.line_no: line for line in before}
    present = {line.line_no: line for line in lines}
    everyone = arranging.arranged([*lines, *(line for line in before if line.line_no not in present)])
    days = was.requested_date, order.requested_date
    made = [_line(former.get(one.line_no), present.get(one.line_no), days, sight) for one in everyone]
    rows = tuple(row for row, _moved in made)
    counts: dict[Act, int] = {}
    for row in rows:
        for sign in row.signs:
            counts[sign.act] = counts.get(sign.act, 0) + 1
    moved = [one for _row, one in made if one is not None]
    dated = any(one.day for one in moved)  # then the sentence says the day already
    said = [str(row.label) for row in head if not (dated and row.name == "requested_date")]
    return Diff(
        title=wording.sentence(moved, said),
        head=head,
        lines=rows,
        sums=_sums(was, order) if sight.amounts else (),
        currency=order.currency_id,
        head_unchanged=len(fields.HEAD) - sum(row.name in fields.HEAD for row in head),
        counts=counts,
    )


# --- fields ----------------------------------------------------------------------------------------


def _head(was: Order, order: Order, sight: Sight) -> tuple[FieldRow, ...]:
    return tuple(_differing(fields.HEAD.values(), definitions.Subject.ORDER, was, order, sight))


def _differing(
    known: Iterable[Changeable], subject: str, was: Any, now: Any, sight: Sight, skip: Sequence[str] = ()
) -> list[FieldRow]:
    found = [
        FieldRow(one.name, one.label, wording.words_of(was, one, sight), wording.words_of(now, one, sight))
        for one in known
        if one.name not in skip and getattr(was, one.column) != getattr(now, one.column)
    ]
    if was.custom == now.custom:
        return found
    for definition in definitions.of(subject):
        if was.custom.get(definition.key) != now.custom.get(definition.key):
            own = Changeable(f"{CUSTOM}{definition.key}", "custom", definition.label, Kind.CUSTOM, Aspect.SPECIFICATION)
            old, new = wording.words_of(was, own, sight), wording.words_of(now, own, sight)
            found.append(FieldRow(own.name, own.label, old, new))
    return found


# --- lines -----------------------------------------------------------------------------------------


def _line(was: OrderLine | None, now: OrderLine | None, days: Days, sight: Sight) -> tuple[LineRow, Moved | None]:
    some: Any = now if now is not None else was
    old, new = _side(was, days[0], sight), _side(now, days[1], sight)
    others: tuple[FieldRow, ...] = ()
    if was is not None and now is not None:
        others = tuple(_differing(fields.LINE.values(), definitions.Subject.LINE, was, now, sight, skip=_IN_COLUMNS))
    signs = _signs(was, now, old, new, others)
    both = old is not None and new is not None
    cells = ("quantity", "amount", "price", "day")
    differs = frozenset(name for name in cells if not both or getattr(old, name) != getattr(new, name))
    difference = (new.amount if new else ZERO) - (old.amount if old else ZERO) if sight.amounts else None  # type: ignore[operator]
    row = LineRow(
        line_no=some.line_no,
        code=some.product_code,
        name=some.product_name,
        unit=some.unit,
        is_gift=some.is_gift,
        signs=signs,
        old=old,
        new=new,
        differs=differs if signs else frozenset(),
        difference=difference,
        marks=" · ".join(text for text in _marks(some) if text),
        delivered=_delivered(was, now),
        others=others,
    )
    return row, _moved(was, now, new, signs) if signs and not some.gift_of_id else None


def _marks(line: OrderLine) -> tuple[str, ...]:
    return line.specification, line.auxiliary_attribute, line.logo, line.colour, line.packaging


def _side(line: OrderLine | None, day: date | None, sight: Sight) -> Side | None:
    """``day``: that of the order, which holds for lines that say none."""
    if line is None:
        return None
    amount = line.amount if sight.amounts else None
    return Side(line.ordered, amount, line.price if sight.prices else None, line.requested_date or day)


def _signs(
    was: OrderLine | None, now: OrderLine | None, old: Side | None, new: Side | None, others: Sequence[FieldRow]
) -> tuple[Sign, ...]:
    if was is None or now is None:
        gone_or_new = Act.NEW if was is None else Act.CANCELLED
        return (SIGNS[gone_or_new],)
    acts: list[Act] = []
    if was.ordered != now.ordered:
        acts.append(Act.INCREASE if now.ordered > was.ordered else Act.DECREASE)
    if old is not None and new is not None and old.day != new.day:
        acts.append(Act.RESCHEDULE)
    for row in others:
        known = fields.LINE.get(row.name)
        acts.append(_OF_ASPECT.get(known.aspect, Act.OTHER) if known else Act.SPECIFICATION)
    if acts and now.gift_of_id:
        acts = [Act.FOLLOWS]
    told = set(acts)
    return tuple(sign for act, sign in SIGNS.items() if act in told)


def _moved(was: OrderLine | None, now: OrderLine | None, new: Side | None, signs: Sequence[Sign]) -> Moved:
    some: Any = now if now is not None else was
    acts = {sign.act for sign in signs}
    return Moved(
        name=some.product_name,
        unit=some.unit,
        by=(now.ordered if now else ZERO) - (was.ordered if was else ZERO),
        is_new=was is None,
        is_gone=now is None,
        day=new.day if new is not None and Act.RESCHEDULE in acts else None,
        is_otherwise=bool(acts & {Act.PRODUCT, Act.PRICE, Act.SPECIFICATION, Act.OTHER}),
    )


def _delivered(was: OrderLine | None, now: OrderLine | None) -> str:
    """How much of a line is out already, and how much of it the change leaves to be sent."""
    if was is None or not was.shipped:
        return ""
    rest = max(ZERO, (now.ordered if now else ZERO) - was.shipped + was.reship - was.short_closed)
    return _("shipped %(shipped)s, rest %(rest)s") % {"shipped": fmt.qty(was.shipped), "rest": fmt.qty(rest)}


# --- sums ------------------------------------------------------------------------------------------


def _sums(was: Order, order: Order) -> tuple[SumRow, ...]:
    """Freight and reduction only where there are any; the order's amount last."""
    rows = [
        SumRow("lines", gettext_lazy("Lines"), was.lines_amount, order.lines_amount),
        SumRow("freight", gettext_lazy("Freight"), was.freight, order.freight),
        SumRow("reduction", gettext_lazy("Reduction"), -was.reduction, -order.reduction),
    ]
    rows = [row for row in rows if row.name == "lines" or row.old or row.new]
    total = SumRow("total", gettext_lazy("Total"), was.total_amount, order.total_amount)
    return (*rows, total) if len(rows) > 1 else (total,)
