"""Work in the background begun again or left by who runs the house; each through its room (docs/adr/0127)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.background import policies, queries
from accounts.people.models import User
from common import errors, events, waking
from common.background import timetable, works
from common.background.works import Work
from common.operation import attempt, operation


@operation
def retry_work(*, actor: User, ref: str, at: datetime, version: int | None = None) -> Work:
    """Begin failed work again, in the name of who asked for it first and with his rights.

    Raises NotAllowed, NotFound, Stale (it is not as ``version`` was any more), WrongState (it did not fail, cannot be
    begun again, or somebody was faster).
    """
    return _act(actor, ref, "again", version, at)


@operation
def cancel_work(*, actor: User, ref: str, at: datetime, version: int | None = None) -> Work:
    """Leave work that waits (or runs, where its worker looks). Raises as ``retry_work``."""
    return _act(actor, ref, "cancel", version, at)


def _act(actor: User, ref: str, verb: str, version: int | None, at: datetime) -> Work:
    policies.require_retry(actor)
    work = queries.found(ref)
    if version is not None and version != work.version:
        raise errors.Stale(fields={}, version=work.version)
    works.act(work, verb, at=at)
    told = {"work": work.kind, "what": work.what[:200], "error": work.error[:300]}
    events.record("job.retried" if verb == "again" else "job.cancelled", None, at=at, number=work.ref, **told)
    return queries.found(ref)


@dataclass
class Outcome:
    """What became of each: begun again, or why not."""

    done: list[Work] = field(default_factory=list)
    refused: list[tuple[str, errors.DomainError]] = field(default_factory=list)


@operation
def retry_failures(*, actor: User, kind: str, refs: Sequence[str], at: datetime) -> Outcome:
    """Begin failures of a kind again, those that somebody saw on the page; one that is refused keeps nothing from the
    others. Raises NotAllowed, Invalid (none, or too many)."""
    policies.require_retry(actor)
    if not refs or len(refs) > queries.MOST:
        words = _("Choose between 1 and %(most)s.") % {"most": queries.MOST}
        raise errors.Invalid(fields={"refs": [words]})
    outcome = Outcome()
    for ref in dict.fromkeys(refs):
        try:
            outcome.done.append(attempt(lambda: _retry_of(kind, actor, ref, at)))  # noqa: B023
        except errors.DomainError as error:
            outcome.refused.append((ref, error))
    return outcome


def _retry_of(kind: str, actor: User, ref: str, at: datetime) -> Work:
    if queries.found(ref).kind != kind:
        raise errors.NotFound()
    return retry_work(actor=actor, ref=ref, at=at)


@operation
def run_entry(*, actor: User, key: str, at: datetime) -> timetable.Entry:
    """Wake a job of the timetable now; it finds its work by looking, so once more does nothing twice. Raises
    NotAllowed, NotFound."""
    policies.require_retry(actor)
    entry = timetable.entries.get(key)
    if entry is None:
        raise errors.NotFound()
    events.record("job.woken", None, at=at, number=key)
    waking.wake(entry.task)
    return entry
