"""A warning of the market is talked about with the customer: who, until when, what came of it (R113)."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from orders.order import queries as orders
from orders.quotation import operations as quoting
from orders.quotation import queries as quotations
from orders.quotation.models import Quotation
from orders.quotation.states import Move, possible_moves
from orders.risk import queries
from orders.risk.choices import ENDINGS, MARKET, Asked, RiskState, Rule, TalksState, require_live
from orders.risk.models import Renegotiation, RiskWarning
from orders.risk.operations import handling

LONGEST = 500
ASKED = "risk.renegotiation"  # the kind of inbox lines


@operation
def renegotiate(
    *,
    actor: User,
    warning_id: int,
    asked: str,
    text: str,
    owner_id: int,
    due_date: date,
    at: datetime,
    version: int | None = None,
) -> Renegotiation:
    """Talk about price or delivery time of what a warning of the market is about; the warning is taken up by it. Of a
    quotation a new version of what the customer holds is begun, where there is none begun already, to be changed and
    sent; of an order what is agreed is brought in as a change of it.

    Raises NotFound (also of an order or a quotation that is not his), NotAllowed (a new version is who edits
    quotations'), Stale, WrongState (over; no warning of the market; renegotiated already), Invalid.
    """
    warning = handling.lock(actor, warning_id, version)
    require_live(warning.state)
    if warning.rule not in MARKET:
        text_ = _("Only warnings of the market are renegotiated.")
        raise errors.WrongState(text_, status=str(warning.state), possible=["resolve"])
    if warning.renegotiations.filter(state=TalksState.OPEN).exists():
        text_ = _("It is being renegotiated already.")
        raise errors.WrongState(text_, status=str(warning.state), possible=["renegotiation_end"])
    owner = _check(asked, text, owner_id, due_date, at)
    talks = Renegotiation(
        warning=warning,
        asked=asked,
        text=text.strip(),
        numbers=warning.numbers,
        owner=owner,
        due_date=due_date,
        started_by=actor,
        started_at=at,
    )
    if warning.rule == Rule.MARKET_QUOTATION:
        talks.quotation = quotations.get_quotation_by_id(actor, warning.subject_id)
        talks.offer = _begin_version(talks.quotation, actor, at)
    else:
        talks.order = orders.get_order_by_id(actor=actor, order_id=warning.subject_id)
    talks.save(force_insert=True)
    if warning.state == RiskState.OPEN:
        handling.take_up(warning, actor, at)
    _record("started", talks, at, talks.text)
    _tell(talks, actor, at)
    return talks


@operation
def change_renegotiation(
    *,
    actor: User,
    renegotiation_id: int,
    owner_id: int,
    due_date: date,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> Renegotiation:
    """Give it to another, or move its day, with a reason. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    talks = _lock(actor, renegotiation_id, version)
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    _require_day(due_date, at)
    before = talks.owner_id
    talks.owner, talks.due_date = people.get_active_person(owner_id, "owner"), due_date
    talks.version += 1
    talks.save(update_fields=["owner", "due_date", "version"])
    _record("changed", talks, at, reason.strip()[:LONGEST])
    if talks.owner_id != before:
        _tell(talks, actor, at)
    return talks


@operation
def end_renegotiation(
    *, actor: User, renegotiation_id: int, outcome: str, words: str, at: datetime, version: int | None = None
) -> Renegotiation:
    """Say what came of it: AGREED ends the warning as averted, REFUSED as happened; DROPPED leaves it live. Raises
    NotFound, NotAllowed, Stale, WrongState (ended already), Invalid (no words)."""
    talks = _lock(actor, renegotiation_id, version)
    wrong: dict[str, list[errors.Text]] = {}
    if outcome not in TalksState.values or outcome == TalksState.OPEN:
        wrong["outcome"] = [_("Choose an outcome.")]
    if not 0 < len(words.strip()) <= LONGEST:
        wrong["words"] = [_("Say it in at most %(n)s characters.") % {"n": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    talks.state, talks.words, talks.ended_by, talks.ended_at = TalksState(outcome), words.strip(), actor, at
    talks.version += 1
    talks.save(update_fields=["state", "words", "ended_by", "ended_at", "version"])
    said = ENDINGS.get(TalksState(outcome))
    if said is not None:
        handling.end(talks.warning, RiskState.RESOLVED, said, talks.words, actor, at)
    inbox.settle(
        [talks.owner_id],
        kind=ASKED,
        subject_type=RiskWarning._meta.label_lower,
        subject_id=talks.warning_id,
        at=at,
    )
    _record("ended", talks, at, talks.words)
    return talks


def _lock(actor: User, renegotiation_id: int, version: int | None) -> Renegotiation:
    """The renegotiation, open, for its owner or who handles its warning; the warning is locked first."""
    found = queries.get_renegotiation(actor, renegotiation_id)
    if found.owner_id == actor.pk:
        warning = RiskWarning.objects.select_for_update(no_key=True).get(pk=found.warning_id)
    else:
        warning = handling.lock(actor, found.warning_id, None)
    talks = Renegotiation.objects.select_for_update(no_key=True).get(pk=renegotiation_id)
    talks.warning = warning
    editing.require_seen(talks, version)
    if talks.state != TalksState.OPEN:
        words = _("This renegotiation ended: %(state)s.") % {"state": talks.get_state_display()}
        raise errors.WrongState(words, status=str(talks.state), possible=[])
    return talks


def _check(asked: str, text: str, owner_id: int, due_date: date, at: datetime) -> User:
    wrong: dict[str, list[errors.Text]] = {}
    if asked not in Asked.values:
        wrong["asked"] = [_("Choose one of the list.")]
    if not 0 < len(text.strip()) <= LONGEST:
        wrong["text"] = [_("Say it in at most %(n)s characters.") % {"n": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    _require_day(due_date, at)
    return people.get_active_person(owner_id, "owner")


def _require_day(due_date: date, at: datetime) -> None:
    if due_date < dates.business_day(at):
        raise errors.Invalid(fields={"due_date": [_("Choose today or a day to come.")]})


def _begin_version(quotation: Quotation, actor: User, at: datetime) -> str:
    """The version on which the new offer is written: one that is not sent yet, else a copy of what was sent last; ""
    of a quotation that is partly ordered, whose rest stands at what was agreed."""
    versions = quotations.versions_of(quotation)
    begun = quotations.unsent(versions)
    if begun:
        return begun[-1].code
    held = max(quotations.standing(versions), key=lambda one: (one.sent_at, one.pk), default=None)
    if held is None or Move.REVISE not in possible_moves(quotation.status):
        return ""
    quoting.revise_quotation(actor=actor, quotation_id=quotation.pk, alternative=held.alternative, version=None, at=at)
    return f"{held.alternative}{held.no + 1}"


def _record(what: str, talks: Renegotiation, at: datetime, reason: str) -> None:
    """On the warning, and on what it is about, where people look."""
    words = {"owner": talks.owner.name, "due_date": talks.due_date.isoformat(), "state": str(talks.state)}
    events.record(f"risk.renegotiation_{what}", talks.warning, at=at, reason=reason, **words)
    if talks.order is not None:
        events.record(f"order.renegotiation_{what}", talks.order, at=at, reason=reason, **words)
    elif talks.quotation is not None:
        events.record(f"quotation.renegotiation_{what}", talks.quotation, at=at, reason=reason, **words)


def _tell(talks: Renegotiation, actor: User, at: datetime) -> None:
    if talks.owner_id == actor.pk:
        return
    message = gettext_noop("Renegotiate %(about)s with the customer until %(day)s: %(text)s")
    inbox.notify(
        [talks.owner_id],
        kind=ASKED,
        message=message,
        parameters={"about": talks.warning.label, "day": talks.due_date.isoformat(), "text": talks.text[:120]},
        subject=talks.warning,
        at=at,
    )
