"""What becomes of a quotation: sent, won, lost, withdrawn, expired. Each move of the table in ``states``."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import currencies, dates, errors, events
from common.operation import operation
from orders.quotation import policies, queries, states
from orders.quotation.models import Quotation, QuotationVersion
from orders.quotation.operations import saving
from orders.quotation.states import Move, Outcome, Status

_OUTCOME = ("status", "outcome_code", "outcome_text", "competitor", "decided_at")


@operation
def send_quotation(
    *, actor: User, quotation_id: int, codes: Sequence[str] = (), version: int | None = None, at: datetime
) -> Quotation:
    """Say that unsent versions (all of them where ``codes`` names none) went to the customer: they are frozen, dated
    today, at today's exchange rate.

    Raises NotFound, NotAllowed, WrongState (nothing to send), Stale, Invalid (a version without lines or over already).
    """
    quotation = _lock(actor, quotation_id, "quotation.send", Move.SEND, version)
    versions = queries.versions_of(quotation)
    wanted = {code.upper() for code in codes}
    going = [one for one in queries.unsent(versions) if not wanted or one.code in wanted]
    if not going or wanted - {one.code for one in going}:
        raise errors.WrongState(_("There is no unsent version to send."), status=quotation.status, possible=["revise"])
    day = dates.business_day(at)
    for offer in going:
        if not offer.line_count:
            raise errors.Invalid(fields={"lines": [_("%(version)s has no lines yet.") % {"version": offer.code}]})
        saving.check_offer(offer, ["valid_until"], day)
        offer.sent_at, offer.sent_by, offer.quote_date = at, actor, day
        offer.exchange_rate = currencies.rate_on(str(offer.currency_id), day)
        offer.save(update_fields=["sent_at", "sent_by", "quote_date", "exchange_rate"])
    quotation.sent_at = at
    saving.follow(quotation, versions)
    saving.save(quotation, ("status", "sent_at"), at)
    events.record("quotation.sent", quotation, at=at, versions=[one.code for one in going])
    return quotation


@operation
def win_quotation(
    *,
    actor: User,
    quotation_id: int,
    code: str,
    outcome_code: str = "",
    reason: str = "",
    version: int | None = None,
    at: datetime,
) -> Quotation:
    """The customer accepts a version that he holds, until its last day; orders are made of it then, at any time.
    Raises NotFound, NotAllowed, WrongState (a version that is not his to accept, or over), Stale, Invalid."""
    quotation = _lock(actor, quotation_id, "quotation.decide", Move.WIN, version)
    versions = queries.versions_of(quotation)
    offer = find_standing(versions, code)
    if quotation.accepted_id is None:  # what was ordered from before was accepted in time
        require_valid(quotation, offer, dates.business_day(at))
    accept(quotation, offer)
    _decide(quotation, outcome_code, reason, "", at)
    saving.follow(quotation, versions)
    saving.save(quotation, (*_OUTCOME, "accepted"), at)
    events.record("quotation.won", quotation, at=at, reason=quotation.outcome_text, version=code.upper())
    return quotation


@operation
def lose_quotation(
    *,
    actor: User,
    quotation_id: int,
    outcome_code: str,
    reason: str = "",
    competitor: str = "",
    version: int | None = None,
    at: datetime,
) -> Quotation:
    """The customer does not order, and why: code, words, who got it. Raises NotFound, NotAllowed, WrongState, Stale,
    Invalid."""
    quotation = _lock(actor, quotation_id, "quotation.decide", Move.LOSE, version)
    if outcome_code not in Outcome.values:
        raise errors.Invalid(fields={"outcome_code": [_("Choose a reason.")]})
    _decide(quotation, outcome_code, reason, competitor, at)
    saving.save(quotation, _OUTCOME, at)
    events.record("quotation.lost", quotation, at=at, reason=quotation.outcome_text, code=str(outcome_code))
    return quotation


@operation
def withdraw_quotation(
    *, actor: User, quotation_id: int, reason: str, version: int | None = None, at: datetime
) -> Quotation:
    """We do not stand by it any more. Raises NotFound, NotAllowed, WrongState, Stale, Invalid without a reason."""
    quotation = _lock(actor, quotation_id, "quotation.decide", Move.WITHDRAW, version)
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    _decide(quotation, "", reason, "", at)
    saving.save(quotation, _OUTCOME, at)
    events.record("quotation.withdrawn", quotation, at=at, reason=quotation.outcome_text)
    return quotation


def expire_due_quotations(*, at: datetime) -> int:
    """Let every quotation expire whose last day is past; returns how many. Each in a transaction of its own: one that
    is busy is found by the next run, one that expired is never found again."""
    system, today = people.system_user(), dates.business_day(at)
    due = Quotation.objects.filter(status=Status.SENT, valid_until__lt=today).order_by("valid_until", "pk")
    return sum(_try_expire(system, pk, at) for pk in list(due.values_list("pk", flat=True)))


def _try_expire(system: User, quotation_id: int, at: datetime) -> bool:
    try:
        return _expire(actor=system, quotation_id=quotation_id, at=at)
    except (errors.Conflict, errors.NotFound, errors.Unavailable):
        return False


@operation
def _expire(*, actor: User, quotation_id: int, at: datetime) -> bool:
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id)
    if quotation.status != Status.SENT or quotation.valid_until >= dates.business_day(at):
        return False  # somebody was faster
    quotation.status = states.after(quotation.status, Move.EXPIRE)
    saving.save(quotation, ("status",), at)
    events.record("quotation.expired", quotation, at=at, valid_until=quotation.valid_until.isoformat())
    words = {"number": quotation.number, "customer": quotation.customer.name}
    message = gettext_noop("Quotation %(number)s for %(customer)s has expired.")
    readers = [pk for pk in (quotation.salesperson_id,) if pk]
    inbox.notify(readers, kind="quotation.expired", message=message, parameters=words, at=at, subject=quotation)
    return True


def require_valid(quotation: Quotation, offer: QuotationVersion, day: date) -> None:
    """Raise WrongState where the last day of a version is past, whether or not the job has said so yet."""
    if offer.valid_until < day:
        words = _("%(version)s was valid until %(day)s; send a new version.")
        raise errors.WrongState(
            words % {"version": offer.code, "day": offer.valid_until.isoformat()},
            code="expired",
            status=str(quotation.status),
            possible=[str(Move.REVISE)],
        )


def accept(quotation: Quotation, offer: QuotationVersion) -> None:
    """Settle on one of the alternatives. Raises WrongState where another one was settled on before."""
    if quotation.accepted_id not in (None, offer.pk):
        accepted = QuotationVersion.objects.get(pk=quotation.accepted_id)
        words = _("The customer has ordered from %(version)s already.") % {"version": accepted.code}
        raise errors.WrongState(words, status=quotation.status, accepted=accepted.code, possible=[])
    quotation.accepted = offer


def find_standing(versions: Sequence[QuotationVersion], code: str) -> QuotationVersion:
    """The version that the customer holds. Raises NotFound, and WrongState for one that he does not."""
    if code.upper() not in {one.code for one in versions}:
        raise errors.NotFound()
    held = queries.standing(versions)
    found = next((one for one in held if one.code == code.upper()), None)
    if found is None:
        words = _("The customer does not hold %(version)s: choose one of %(held)s.")
        codes = [one.code for one in held]
        raise errors.WrongState(words % {"version": code.upper(), "held": ", ".join(codes)}, possible=codes)
    return found


def _lock(actor: User, quotation_id: int, verb: str, move: Move, version: int | None) -> Quotation:
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id, version=version)
    policies.require(actor, verb, quotation)
    quotation.status = states.after(quotation.status, move)
    return quotation


def _decide(quotation: Quotation, code: str, reason: str, competitor: str, at: datetime) -> None:
    quotation.outcome_code, quotation.outcome_text = code, reason.strip()
    quotation.competitor, quotation.decided_at = competitor.strip(), at
    saving.check(quotation, ["outcome_code", "outcome_text", "competitor"])
