"""Claims against carriers for damage and loss on the way (R213): filed, accepted or refused, paid, given up."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import dates, errors
from common.errors import Text
from common.operation import operation
from customers.models import Carrier
from orders.exceptions import locking, notices, policies, rules, states
from orders.exceptions.choices import Kind
from orders.exceptions.models import CarrierClaim, ExceptionCase
from orders.exceptions.states import ClaimMove


@operation
def file_claim(
    *,
    actor: User,
    case_id: int,
    amount: Decimal,
    at: datetime,
    carrier_id: int | None = None,
    papers: str = "",
    reference: str = "",
    version: int | None = None,
) -> CarrierClaim:
    """Ask a carrier for ``amount`` (company's currency) for damage or loss on the way: the carrier of the shipment that
    the exception names, unless another is given. Papers (photos, delivery note) hang on the exception.

    Raises NotFound, NotAllowed, Stale, WrongState (an exception of another kind), Invalid.
    """
    case = locking.lock_case(actor, case_id, policies.CLAIM, version)
    if case.kind not in (Kind.DAMAGE, Kind.DELAY, Kind.COMPLAINT, Kind.WRONG_GOODS):
        text = _("Of an exception of the kind “%(kind)s” nothing is claimed from a carrier.")
        raise errors.WrongState(text % {"kind": Kind(case.kind).label}, status=str(case.status), possible=[])
    chosen = carrier_id or (case.document.carrier_id if case.document else None)
    wrong = _amount_errors("amount", amount, at_least=Decimal("0.01"))
    if chosen is None or not Carrier.objects.filter(pk=chosen).exists():
        wrong["carrier"] = [_("Say which carrier.")]
    for name, given, most in (("papers", papers, 300), ("reference", reference, 60)):
        if len(given.strip()) > most:
            wrong[name] = [_("At most %(count)s characters.") % {"count": most}]
    if wrong or chosen is None:
        raise errors.Invalid(fields=wrong)
    claim = CarrierClaim.objects.create(
        case=case,
        carrier_id=chosen,
        amount=amount,
        papers=papers.strip(),
        reference=reference.strip(),
        filed_by=actor,
        filed_date=dates.business_day(at),
    )
    locking.save(case)
    message = gettext_noop("%(about)s: %(amount)s were claimed from %(carrier)s for %(case)s.")
    _tell("claimed", case, claim, actor, at, message)
    return claim


@operation
def answer_claim(
    *,
    actor: User,
    claim_id: int,
    at: datetime,
    accepted: Decimal,
    answer: str = "",
    version: int | None = None,
) -> CarrierClaim:
    """What the carrier said: it accepts ``accepted`` of what was claimed, or nothing (0): then it refuses, with its
    words. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    case, claim = _lock(actor, claim_id, version)
    wrong = _amount_errors("accepted", accepted)
    if accepted > claim.amount:
        wrong["accepted"] = [_("%(amount)s were claimed.") % {"amount": claim.amount}]
    if not accepted and not answer.strip():
        wrong["answer"] = [_("Write what the carrier said.")]
    if len(answer.strip()) > 500:
        wrong["answer"] = [_("At most %(count)s characters.") % {"count": 500}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    claim.status = states.claim_after(claim.status, ClaimMove.ACCEPT if accepted else ClaimMove.REFUSE)
    claim.accepted, claim.answer = accepted, answer.strip()
    _save(claim)
    message = gettext_noop("%(about)s: %(carrier)s answered the claim for %(case)s.")
    _tell("claim_answered", case, claim, actor, at, message)
    return claim


@operation
def record_recovery(
    *, actor: User, claim_id: int, amount: Decimal, at: datetime, day: date | None = None, version: int | None = None
) -> CarrierClaim:
    """The money of an accepted claim came in. Raises NotFound, NotAllowed, Stale, WrongState (also for a day in a
    closed month), Invalid."""
    case, claim = _lock(actor, claim_id, version)
    claim.status = states.claim_after(claim.status, ClaimMove.PAY)
    paid_on = day or dates.business_day(at)
    wrong = _amount_errors("amount", amount, at_least=Decimal("0.01"))
    if paid_on > dates.business_day(at):
        wrong["day"] = [_("This day is still to come.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    periods.require_open(paid_on, at=at)
    claim.recovered, claim.settled_date = amount, paid_on
    _save(claim)
    message = gettext_noop("%(about)s: %(carrier)s paid for %(case)s.")
    _tell("claim_paid", case, claim, actor, at, message)
    return claim


@operation
def drop_claim(*, actor: User, claim_id: int, reason: str, at: datetime, version: int | None = None) -> CarrierClaim:
    """Give a claim up, with a reason. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    case, claim = _lock(actor, claim_id, version)
    if not 0 < len(reason.strip()) <= 500:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    claim.status = states.claim_after(claim.status, ClaimMove.DROP)
    claim.answer, claim.settled_date = reason.strip(), dates.business_day(at)
    _save(claim)
    message = gettext_noop("%(about)s: the claim against %(carrier)s for %(case)s was given up.")
    _tell("claim_dropped", case, claim, actor, at, message)
    return claim


def _lock(actor: User, claim_id: int, version: int | None) -> tuple[ExceptionCase, CarrierClaim]:
    """A claim under the lock of its exception."""
    case_id = CarrierClaim.objects.filter(pk=claim_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise errors.NotFound()
    case = locking.lock_case(actor, case_id, policies.CLAIM, None)
    claim = CarrierClaim.objects.select_for_update(no_key=True, of=("self",)).select_related("carrier").get(pk=claim_id)
    if version is not None and claim.version != version:
        raise errors.Stale(fields={}, version=claim.version, status=str(claim.status))
    return case, claim


def _save(claim: CarrierClaim) -> None:
    claim.version += 1
    claim.save()


def _amount_errors(field: str, amount: Decimal, at_least: Decimal = Decimal(0)) -> dict[str, list[Text]]:
    fault = rules.amount_error(amount)
    if not fault and amount < at_least:
        fault = _("Enter more than zero.")
    return {field: [fault]} if fault else {}


def _tell(what: str, case: ExceptionCase, claim: CarrierClaim, actor: User, at: datetime, message: str) -> None:
    words = {"carrier": claim.carrier.name, "amount": str(claim.amount), "recovered": str(claim.recovered)}
    notices.tell(what, case, notices.concerned(case, actor), message=message, at=at, **words)
