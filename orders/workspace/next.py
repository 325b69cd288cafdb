"""What waits on an order, for the person who looks at it, and how far its approval is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.checking import queries as checking
from orders.order.states import Status
from orders.templatetags import order_parts
from orders.workspace.actions import ActionBar

SOON = timedelta(hours=6)
_SUBJECT = "orders.order"


def route(order: Any) -> list[dict[str, Any]]:
    """The decisions of the approval in progress, or of the last one, for the ``steps`` tag: what stands of them."""
    steps = approval.history(_SUBJECT, order.pk)
    last = steps[-1].request_id if steps else None
    standing = [
        step for step in steps if step.request_id == last and not step.is_void and step.decision != "NOT_NEEDED"
    ]
    now = min((step.sequence for step in standing if not step.decision), default=0)
    is_open = order.status == Status.SUBMITTED
    shown = []
    for (sequence, _seat), rows in groupby(standing, key=lambda step: (step.sequence, step.seat)):
        asked = list(rows)
        step = next((one for one in asked if one.decision), asked[0])
        waits = "now" if is_open and sequence == now else ""
        state = {"APPROVED": "done", "REJECTED": "bad"}.get(step.decision, waits)
        who = str(step.decided_by) if step.decided_by else " / ".join(one.who for one in asked)
        shown.append({"title": who, "note": _note(step), "state": state, "aside": _when(step)})
    return shown


def _note(step: Any) -> str:
    return step.reason or step.why_text


def _when(step: Any) -> str:
    if step.decided_at:
        return fmt.moment(step.decided_at)
    return _("by %(when)s") % {"when": fmt.moment(step.due_at)} if step.due_at else ""


def actions(user: Any, order: Any, bar: ActionBar, at: datetime) -> Iterator[dict[str, Any]]:
    """What this person could do now and why, most urgent first, for the ``next_actions`` tag."""
    if order.status == Status.SUBMITTED:
        yield from _verification(order, bar)
        yield from _decision(user, order, at)
    verbs = {one.verb: one for one in (bar.primary, *bar.beside, *bar.menu) if one is not None}
    if order.status == Status.DRAFT and order.is_rejected and _is_allowed(verbs, "order.edit"):
        yield {
            "title": _("Correct what was sent back"),
            "note": order.rejection_reason,
            "tone": "bad",
            "url": verbs["order.edit"].url,
            "label": _("Correct"),
        }
    if _is_allowed(verbs, "outbound.draft"):
        late = order_parts.is_late(order)
        note = _("promised %(day)s") % {"day": fmt.day(order.promised_date)} if order.promised_date else ""
        yield {
            "title": _("Send the goods"),
            "note": note,
            "tone": "bad" if late else "",
            "url": verbs["outbound.draft"].url,
            "label": _("Notice"),
        }
    if _is_allowed(verbs, "receipt.record") and order_parts.is_overdue(order):
        note = _("due %(day)s") % {"day": fmt.day(order.next_due_date)}
        yield {
            "title": _("Payment is overdue"),
            "note": note,
            "tone": "bad",
            "url": verbs["receipt.record"].url,
            "label": _("Record"),
        }


def _verification(order: Any, bar: ActionBar) -> Iterator[dict[str, Any]]:
    """What keeps a submitted order from being approved, with the way to the checklist for who may answer it."""
    missing = checking.refusal(order.pk, order.content_hash)
    if missing is None:
        return
    verify = next((one for one in (bar.primary, *bar.beside) if one and one.verb == "order.verify"), None)
    url = verify.url if verify and verify.allowed else ""
    yield {"title": _("Waits for its verification"), "note": missing, "tone": "", "url": url, "label": _("Verify")}


def _is_allowed(verbs: dict[str, Any], verb: str) -> bool:
    return verb in verbs and verbs[verb].allowed


def _decision(user: Any, order: Any, at: datetime) -> Iterator[dict[str, Any]]:
    found = approval.open_request(_SUBJECT, order.pk)
    waiting = approval.waiting_steps(found[1]) if found else []
    if not found or not waiting:
        return
    mine = [step for step in waiting if approval_policies.may_decide(user, found[0], step)]
    due_at = min(step.due_at for step in mine or waiting if step.due_at)
    left = due_at - at
    tone = "bad" if left < timedelta(0) else "warn" if left <= SOON else ""
    if mine:
        note = _("decide by %(when)s") % {"when": fmt.moment(due_at)}
        asked = next((step for step in mine if step.question), None)
        question = f" · {asked.question}" if asked else ""
        yield {"title": _("Waits for your decision"), "note": note + question, "tone": tone}
    else:
        names = ", ".join(dict.fromkeys(step.who for step in waiting))
        note = _("by %(when)s") % {"when": fmt.moment(due_at)}
        yield {"title": _("Waits for %(person)s") % {"person": names}, "note": note, "tone": tone}
