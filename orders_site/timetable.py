"""The timetable of all apps in words, and how a worker notes what became of a job (docs/adr/0127)."""

from typing import Any

import structlog
from celery.signals import task_failure, task_postrun, task_prerun
from django.db import Error
from django.utils.translation import gettext_lazy as _

from common import clock
from common.background import timetable
from common.background.timetable import Entry

log = structlog.get_logger(__name__)
TITLES = {
    "heartbeat": _("Sign of life of timetable, Redis and worker"),
    "relay-outbox": _("Sending messages other than mail"),
    "relay-mail": _("Sending mail"),
    "place-events": _("Giving events their place in the change feed"),
    "scan-duplicates": _("Archives that wait to be searched for rows that are alike"),
    "forget-idempotency": _("Forgetting repeated calls that are over"),
    "scan-exports": _("Exports that wait"),
    "forget-exports": _("Removing exported files whose days are over"),
    "seal-trail": _("Sealing the audit trail"),
    "forget-sessions": _("Dropping sessions whose hours are over"),
    "check-invariants": _("Check of what must hold"),
    "sweep-attachments": _("Removing files that nothing speaks of"),
    "preview-classification": _("What a draft of rules would change"),
    "scan-classification": _("Classifying again by new rules"),
    "forget-disclosures": _("Forgetting old records of data taken away"),
    "customer-duplicates": _("Asking for a search for customers that are alike"),
    "apply-assignments": _("Letting assignments of customers take effect"),
    "start-limits": _("Letting approved credit limits begin"),
    "product-duplicates": _("Asking for a search for products that are alike"),
    "remind-assessments": _("Reminding departments of changes to be assessed"),
    "recheck-impacts": _("Working out anew what changes under way do"),
    "grade-customers": _("Grading customers by what they paid"),
    "scan-risks": _("Looking for risks"),
    "scan-imports": _("Imports that wait"),
    "forget-imports": _("Dropping imports that nobody committed"),
    "poll-mailbox": _("Taking in new mail"),
    "ask-satisfaction": _("Asking customers whether they are content"),
    "settle-voice": _("Counting words of customers anew"),
    "plan-visits": _("Planning return visits"),
    "draft-progress-letters": _("Drafting progress letters"),
    "lift-freezes": _("Lifting freezes whose last day is past"),
    "remind-approvals": _("Reminding of approvals"),
    "place-orders": _("Placing open orders, as a day has passed"),
    "apply-priority-rules": _("Placing orders by new bands"),
    "recheck-promises": _("Checking promises that counted on receipts"),
    "learn-rhythms": _("Learning how soon orders are heard of again"),
    "escalate-exceptions": _("Telling heads of exceptions nobody answered"),
    "archive-due": _("Archiving orders that were closed long ago"),
    "expire-quotations": _("Letting quotations expire"),
    "propose-tasks": _("Taking orders apart into tasks"),
    "learn-durations": _("Learning how long tasks take"),
    "settle-heads": _("Giving work to who leads a department now"),
    "write-loads": _("Writing down how busy departments are"),
    "judge-schedules": _("Slack and critical paths of the new day"),
    "keep-checks": _("Checks that orders under way lack"),
    "scan-plans": _("Plans for all tasks that wait"),
    "open-evaluations": _("Opening evaluations of closed orders"),
    "scan-reminders": _("Finding what is due to be reminded of"),
    "send-reminders": _("Telling what is due"),
    "send-webhooks": _("Sending what webhooks wait for"),
    "sweep-webhook-log": _("Forgetting old calls of webhooks"),
    "send-due-reports": _("Queueing reports whose time has come"),
    "keep-up-facts": _("Letting figures follow what was changed"),
    "compare-facts": _("Comparing figures with their documents"),
    "keep-forecasts": _("Keeping the forecasts of the month"),
    "forget-by-rules": _("Forgetting what is older than the rules say"),
    "look-once-more": _("Looking once more for what an anonymisation left"),
    "keep-partners": _("Which products go together"),
}


def fill(beat: dict[str, Any]) -> None:
    """Put what the apps' timetables say into the registry, with titles; one without shows by its name."""
    for key, told in beat.items():
        timetable.entries.register(key, Entry(told["task"], told["schedule"], TITLES.get(key, key)))


def listen() -> None:
    """Have each worker note when a job of the timetable begins and how it ends."""
    task_prerun.connect(_began, weak=False, dispatch_uid="timetable.began")
    task_failure.connect(_failed, weak=False, dispatch_uid="timetable.failed")
    task_postrun.connect(_ended, weak=False, dispatch_uid="timetable.ended")


def _began(sender: Any = None, **_more: Any) -> None:
    _noting(timetable.note_begin, sender)


def _failed(sender: Any = None, exception: Any = None, **_more: Any) -> None:
    _noting(timetable.note_end, sender, error=f"{type(exception).__name__}: {exception}")


def _ended(sender: Any = None, state: str = "", **_more: Any) -> None:
    if state == "SUCCESS":
        _noting(timetable.note_end, sender)


def _noting(note: Any, sender: Any, **told: str) -> None:
    """A note that cannot be written is no reason to fail: the heartbeat misses what is away."""
    try:
        note(sender.name, at=clock.now(), **told)
    except Error as error:
        log.warning("timetable_note_failed", task=sender.name, error=type(error).__name__)
