"""The system of a warehouse answers reservations (R298): it holds the goods, or fewer than were asked for."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, locks
from common.operation import operation
from orders.order import policies, queries
from orders.order.models import Order, OrderLine
from orders.promise import shortage
from orders.promise.answering.queries import get_answer
from orders.promise.models import Reservation, ReservationAnswer
from products.catalogue import queries as catalogue
from products.stock.models import StockRow
from products.stock.papers import posting
from products.stock.papers.models import StockPaper

ANSWER = "stock.adjust"  # whoever holds fewer says that fewer are there
ZERO = Decimal(0)
LONGEST_REASON = 200


@operation
def answer_reservation(
    *,
    actor: User,
    provider: str,
    external_id: str,
    order_number: str,
    line_no: int,
    product_id: int,
    warehouse_id: int,
    asked: Decimal,
    held: Decimal,
    at: datetime,
    reason: str = "",
) -> tuple[ReservationAnswer, bool]:
    """Take in what a warehouse says of a reservation: of ``asked`` pieces for an order line it holds ``held``; the
    answer, and whether it is new.

    With fewer than asked the line lets the difference go, no other order loses anything, the stock goes down by it (an
    adjustment), and who looks after the order is told. Accepted once per (provider, external number): the same again
    changes nothing. Raises NotAllowed, NotFound (the order is not his), Invalid, Conflict (another content under the
    number; ``reservation_changed`` with the figure when another quantity is reserved by now).
    """
    rights.require(actor, ANSWER)
    _require_sound(provider, external_id, asked, held, reason)
    order_id = _order_id(actor, order_number)
    row = StockRow.objects.filter(product_id=product_id, warehouse_id=warehouse_id).first()
    if row is None:
        raise _changed(ZERO)
    answer = ReservationAnswer(
        provider=provider.strip(),
        external_id=external_id.strip(),
        order_id=order_id,
        line_no=line_no,
        stock_row=row,
        asked=asked,
        held=held,
        reason=reason.strip(),
    )
    # one number at a time, also for different orders; what was taken in is answered before anything is asked
    locks.wait_for_key(f"reservation-answer/{answer.provider}/{answer.external_id}")
    if (known := _known(answer)) is not None:
        return known, False
    catalogue.hold_standing(product_id)
    order = answer.order = queries.lock_order(actor=actor, order_id=order_id)
    line = _require_reserved(order, answer)
    if held < asked:
        answer.paper = _lower(line, answer, actor, at)
    answer.answered_by, answer.answered_at = actor, at
    answer.save(force_insert=True)
    _record(order, answer, at)
    return get_answer(answer.pk), True


def _require_sound(provider: str, external_id: str, asked: Decimal, held: Decimal, reason: str) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if not provider.strip():
        wrong["provider"] = [_("Say which system it is.")]
    if not external_id.strip():
        wrong["external_id"] = [_("Send the number that this answer has in your system.")]
    if asked <= 0:
        wrong["asked"] = [_("Enter a number above zero.")]
    if not 0 <= held <= asked:
        wrong["held"] = [_("Enter a number from zero to what was asked.")]
    if len(reason.strip()) > LONGEST_REASON or (held < asked and not reason.strip()):
        wrong["reason"] = [_("Say why, in at most %(n)s characters.") % {"n": LONGEST_REASON}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _order_id(actor: User, number: str) -> int:
    found = policies.visible_to(actor).filter(number=number.strip().upper()).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound()
    return found


def _known(answer: ReservationAnswer) -> ReservationAnswer | None:
    known = ReservationAnswer.objects.filter(provider=answer.provider, external_id=answer.external_id).first()
    if known is None:
        return None
    names = ("order_id", "line_no", "stock_row_id", "asked", "held", "reason")
    if any(getattr(known, name) != getattr(answer, name) for name in names):
        text = _("%(id)s was taken in already, with another content; that one stays.") % {"id": answer.external_id}
        raise errors.Conflict(text, code="external_id_used")
    return get_answer(known.pk)


def _require_reserved(order: Order, answer: ReservationAnswer) -> OrderLine:
    rows = Reservation.objects.filter(line__order=order, line__line_no=answer.line_no, stock_row=answer.stock_row)
    held = rows.select_related("line").first()
    if held is None or held.quantity != answer.asked:
        raise _changed(held.quantity if held else ZERO)
    return held.line


def _changed(reserved: Decimal) -> errors.Conflict:
    text = _("%(reserved)s are reserved there for this line by now; look again and answer that.")
    plain = f"{reserved.normalize():f}"
    return errors.Conflict(text % {"reserved": plain}, code="reservation_changed", available=plain)


def _lower(line: OrderLine, answer: ReservationAnswer, actor: User, at: datetime) -> StockPaper:
    """The line lets go what is not there, then the stock goes down by it."""
    less = answer.asked - answer.held
    shortage.release([line], stock_row_id=answer.stock_row_id, excess=less, actor=actor, at=at, cause="warehouse")
    return posting.post_paper(
        actor=actor,
        kind=StockPaper.Kind.ADJUSTMENT,
        entries=[posting.Entry(answer.stock_row.product_id, -less)],
        warehouse_id=answer.stock_row.warehouse_id,
        reference=f"{answer.provider} {answer.external_id}"[:80],
        reason=answer.reason,
        at=at,
    )


def _record(order: Order, answer: ReservationAnswer, at: datetime) -> None:
    events.record(
        "order.reservation_answered",
        order,
        at=at,
        reason=answer.reason,
        line_no=answer.line_no,
        product=answer.stock_row.product.code,
        warehouse=answer.stock_row.warehouse.code,
        asked=f"{answer.asked.normalize():f}",
        held=f"{answer.held.normalize():f}",
        provider=answer.provider,
        external_id=answer.external_id,
    )
