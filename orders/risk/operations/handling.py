"""What people do with a warning: take it up, give it to somebody, say how it ended."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.risk import policies
from orders.risk.choices import Outcome, RiskState, TalksState, require_live
from orders.risk.models import RiskWarning
from orders.risk.operations.scanning import RAISED

LONGEST = 500


@operation
def acknowledge(*, actor: User, warning_id: int, at: datetime, version: int | None = None) -> RiskWarning:
    """Take a warning up: somebody works on it. Raises NotFound, NotAllowed, Stale, WrongState (taken up, or over)."""
    warning = lock(actor, warning_id, version)
    if warning.state != RiskState.OPEN:
        require_live(warning.state)
        raise errors.WrongState(_("Somebody took this up already."), status=str(warning.state), possible=["resolve"])
    return take_up(warning, actor, at)


def take_up(warning: RiskWarning, actor: User, at: datetime) -> RiskWarning:
    """Note on a locked warning who works on it."""
    warning.state, warning.taken_by, warning.taken_at = RiskState.ACKNOWLEDGED, actor, at
    if warning.owner_id is None:
        warning.owner = actor
    return _save(warning, "taken", at)


@operation
def assign(*, actor: User, warning_id: int, person_id: int, at: datetime, version: int | None = None) -> RiskWarning:
    """Make somebody else the owner of a warning. Raises NotFound, NotAllowed, Stale, WrongState (over), Invalid."""
    warning = lock(actor, warning_id, version)
    require_live(warning.state)
    warning.owner = people.get_active_person(person_id, "owner")
    warning.department_id = warning.owner.department_id or warning.department_id
    return _save(warning, "assigned", at)


@operation
def resolve(
    *, actor: User, warning_id: int, outcome: str, words: str, at: datetime, version: int | None = None
) -> RiskWarning:
    """Say how a warning ended: averted, or it happened. Raises NotFound, NotAllowed, Stale, WrongState (also while it
    is renegotiated: how that ended says it), Invalid."""
    warning = lock(actor, warning_id, version)
    require_live(warning.state)
    _require_quiet(warning)
    if outcome not in (Outcome.AVERTED, Outcome.HAPPENED):
        raise errors.Invalid(fields={"outcome": [_("Choose an outcome.")]})
    return end(warning, RiskState.RESOLVED, outcome, words, actor, at)


@operation
def dismiss(*, actor: User, warning_id: int, words: str, at: datetime, version: int | None = None) -> RiskWarning:
    """Call a warning a false alarm; it is not raised again for some days. Raises NotFound, NotAllowed, Stale,
    WrongState (also while it is renegotiated), Invalid (no words)."""
    warning = lock(actor, warning_id, version)
    require_live(warning.state)
    _require_quiet(warning)
    return end(warning, RiskState.FALSE_ALARM, "", words, actor, at)


def _require_quiet(warning: RiskWarning) -> None:
    if warning.renegotiations.filter(state=TalksState.OPEN).exists():
        text = _("It is being renegotiated; say how that ended.")
        raise errors.WrongState(text, status=str(warning.state), possible=["renegotiation_end"])


def lock(actor: User, warning_id: int, version: int | None) -> RiskWarning:
    """The warning for somebody who handles it. Raises NotFound, NotAllowed, Stale."""
    if not policies.visible_to(actor).filter(pk=warning_id).exists():
        raise errors.NotFound()
    if not policies.visible_to(actor, policies.MANAGE).filter(pk=warning_id).exists():
        raise errors.NotAllowed()
    warning = RiskWarning.objects.select_for_update(no_key=True).get(pk=warning_id)
    editing.require_seen(warning, version)
    return warning


def end(warning: RiskWarning, state: RiskState, outcome: str, words: str, actor: User, at: datetime) -> RiskWarning:
    """End a locked warning, in words. Raises Invalid without any."""
    text = words.strip()
    if not text:
        raise errors.Invalid(fields={"words": [_("Say why.")]})
    if len(text) > LONGEST:
        raise errors.Invalid(fields={"words": [_("No more than %(n)s characters.") % {"n": LONGEST}]})
    warning.state, warning.outcome, warning.words = state, outcome, text
    warning.ended_by, warning.ended_at = actor, at
    if warning.owner_id is not None:
        subject_type = RiskWarning._meta.label_lower
        inbox.settle([warning.owner_id], kind=RAISED, subject_type=subject_type, subject_id=warning.pk, at=at)
    return _save(warning, "ended", at)


def _save(warning: RiskWarning, what: str, at: datetime) -> RiskWarning:
    warning.version += 1
    warning.save()
    events.record(f"risk.{what}", warning, at=at, reason=warning.words, outcome=warning.outcome or warning.state)
    return warning
