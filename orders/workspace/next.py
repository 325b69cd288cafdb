"""What waits on an order, for the person who looks at it, and how far its approval is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.order.states import Status
from orders.templatetags import order_parts
from orders.workspace.actions import ActionBar

SOON = timedelta(hours=6)
_SUBJECT = "orders.order"


def route(order: Any) -> list[dict[str, Any]]:
    """The steps of the approval in progress, or of the last one, for the ``steps`` tag."""
    steps = approval.history(_SUBJECT, order.pk)
    last = steps[-1].request_id if steps else None
    shown, is_now = [], order.status == Status.SUBMITTED
    for step in (step for step in steps if step.request_id == last):
        state = {"APPROVED": "done", "REJECTED": "bad"}.get(step.decision, "now" if is_now else "")
        is_now = is_now and state != "now"
        who = step.decided_by or step.approver
        shown.append({"title": who.name, "note": _note(step), "state": state, "aside": _when(step)})
    return shown


def _note(step: Any) -> str:
    return step.reason or step.why_text


def _when(step: Any) -> str:
    if step.decided_at:
        return fmt.moment(step.decided_at)
    return _("by %(when)s") % {"when": fmt.moment(step.due_at)}


def actions(user: Any, order: Any, bar: ActionBar, at: datetime) -> Iterator[dict[str, Any]]:
    """What this person could do now and why, most urgent first, for the ``next_actions`` tag."""
    if order.status == Status.SUBMITTED:
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


def _is_allowed(verbs: dict[str, Any], verb: str) -> bool:
    return verb in verbs and verbs[verb].allowed


def _decision(user: Any, order: Any, at: datetime) -> Iterator[dict[str, Any]]:
    found = approval.open_request(_SUBJECT, order.pk)
    step = approval.current_step(found[1]) if found else None
    if not found or step is None:
        return
    left = step.due_at - at
    tone = "bad" if left < timedelta(0) else "warn" if left <= SOON else ""
    if approval_policies.may_decide(user, found[0], step):
        note = _("decide by %(when)s") % {"when": fmt.moment(step.due_at)}
        yield {"title": _("Waits for your decision"), "note": note, "tone": tone}
    else:
        note = _("by %(when)s") % {"when": fmt.moment(step.due_at)}
        yield {"title": _("Waits for %(person)s") % {"person": step.approver.name}, "note": note, "tone": tone}
