"""Services performed: the record that takes the place of an outbound document for a service line."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.errors import Text
from common.operation import operation
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment import calendar, gates, rules
from orders.fulfilment.models import ServiceRecord
from orders.order import advance
from orders.order import policies as order_policies
from orders.order import queries as order_queries
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.watchers import watchers

_PROOF = 300


@operation
def perform_service(
    *,
    actor: User,
    order_id: int,
    line_no: int,
    quantity: Decimal,
    performed_date: date,
    proof: str,
    at: datetime,
    version: int | None = None,
) -> ServiceRecord:
    """Record that a service of an order line was performed: quantity, day, proof (report number, file name).
    It counts as shipped and as accepted; a complete line closes, and with the last one its order.

    The gates are those of goods: effective, not frozen nor changing, open quantity and tolerance, payment
    that must come first, credit. Raises NotFound, NotAllowed, Stale, WrongState (also for a line of
    goods), Invalid, Conflict with the figures, CreditExceeded.
    """
    order = order_queries.lock_order(actor=actor, order_id=order_id, version=version)
    order_policies.require(actor, "service.perform", order)
    one = aftermath.read({order.pk: order})[order.pk]
    line = _line(one, line_no)
    rules.require_order_open(order)
    rules.require_service(order, line)
    rules.require_line_open(order, line)
    _check(quantity, performed_date, proof, at)
    periods.require_open(performed_date, at=at)
    gates.check_issue([(line, quantity)])
    gates.require_paid_up(actor, [one])
    gates.require_credit(actor, [one], at)
    record = ServiceRecord.objects.create(
        order=order,
        order_line=line,
        quantity=quantity,
        performed_date=performed_date,
        proof=proof.strip(),
        actor=actor,
        at=at,
    )
    line.shipped += quantity
    line.first_ship_date = min(line.first_ship_date or performed_date, performed_date)
    line.last_ship_date = max(line.last_ship_date or performed_date, performed_date)
    calendar.date_shipments([one])
    calendar.date_signings([one])
    aftermath.conclude([one], actor=actor, at=at, happened={Happening.SHIPPED: [line], Happening.SIGNED: [line]})
    words = {"line": str(line.line_no), "quantity": rules.plain(quantity), "day": performed_date.isoformat()}
    events.record("order.service_performed", order, at=at, proof=record.proof, **words)
    message = gettext_noop("%(order)s: the service on line %(line)s was performed on %(day)s.")
    _notify(order, actor, at, "service.performed", message, words)
    return record


@operation
def revoke_service(
    *, actor: User, order_id: int, record_id: int, reason: str, at: datetime, version: int | None = None
) -> ServiceRecord:
    """Take the record of a service of an order back, with a reason: the line opens again if it had closed by
    itself. ``version`` is the order's.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (revoked already, order in the
    archive or of history, a line closed by hand).
    """
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    order = order_queries.lock_order(actor=actor, order_id=order_id, version=version)
    order_policies.require(actor, "service.perform", order)
    # reached only under the order's lock
    record = ServiceRecord.objects.filter(pk=record_id, order=order, former__isnull=True).first()
    if record is None:
        raise errors.NotFound()
    one = aftermath.read({order.pk: order})[order.pk]
    line = next(line for line in one.lines if line.pk == record.order_line_id)
    _require_revocable(record, line)
    periods.require_open(record.performed_date, at=at)
    record.revoked_at = at
    record.save(update_fields=["revoked_at"])
    line.shipped -= record.quantity
    calendar.recount_ship_dates([line])
    calendar.date_shipments([one])
    calendar.date_signings([one])
    undone = {Happening.UNSIGNED: [line], Happening.UNSHIPPED: [line]}
    aftermath.conclude([one], actor=actor, at=at, reason=reason, happened=undone)
    words = {"line": str(line.line_no), "quantity": rules.plain(record.quantity)}
    events.record("order.service_revoked", order, at=at, reason=reason, **words)
    message = gettext_noop("%(order)s: the record of the service on line %(line)s was taken back.")
    _notify(order, actor, at, "service.revoked", message, words)
    return record


def _line(one: Affected, line_no: int) -> OrderLine:
    line = one.line(line_no)
    if line is None:
        raise errors.NotFound()
    return line


def _check(quantity: Decimal, performed_date: date, proof: str, at: datetime) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = {}
    text = rules.quantity_error(quantity)
    if text:
        wrong["quantity"] = [text]
    if performed_date > business_day(at):
        wrong["performed_date"] = [_("A service cannot have been performed on a day to come.")]
    if not proof.strip():
        wrong["proof"] = [_("Name the proof: a report, a signature, a file.")]
    elif len(proof.strip()) > _PROOF:
        wrong["proof"] = [_("At most %(count)s characters.") % {"count": _PROOF}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _require_revocable(record: ServiceRecord, line: OrderLine) -> None:
    if record.revoked_at is not None:
        raise errors.WrongState(_("This record was taken back already."), possible=[])
    if refused := rules.not_reversible([line]):
        raise refused
    if not advance.may_be_invoiced() and (refused := rules.was_invoiced([(record.quantity, line)])):
        raise refused


def _notify(order: Order, actor: User, at: datetime, kind: str, message: str, words: dict[str, str]) -> None:
    parameters = {"order": order.reference, **words}
    inbox.notify(watchers(order, but=actor), kind=kind, message=message, parameters=parameters, at=at, subject=order)
