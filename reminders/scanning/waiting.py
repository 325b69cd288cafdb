"""What is not told yet although its time has come: a payment about which somebody speaks with the customer soon."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from common import dates, settings
from reminders.anchors.source import Anchor
from reminders.reminder.states import State
from reminders.scanning.recipients import Told
from reminders.scanning.settings import PAYMENT_WAITS

if TYPE_CHECKING:
    from reminders.scanning.planning import Plan, Planned


def is_on() -> bool:
    """Whether anything waits at all."""
    return bool(settings.get(PAYMENT_WAITS))


def days(anchor: Anchor, order_ids: Iterable[int | None], at: datetime) -> Mapping[int, date]:
    """{order: the day, after today, until which what this anchor tells colleagues about it waits}; one statement."""
    wanted = {one for one in order_ids if one is not None} if anchor.may_wait else set()
    return anchor.waits(wanted, dates.business_day(at)) if wanted and is_on() else {}


def may_wait(told: Told) -> bool:
    """Whether somebody is told later: one of ours; what a customer is told does not hang on our talks."""
    return not told.recipient.startswith("customer:")


def held_back(plan: "Plan", rows: Collection["Planned"]) -> list["Planned"]:
    """The same, with what waits put to its day; of the steps of one matter that wait for the same day the newest is
    told then."""
    going = [one for one in rows if one.state == State.QUEUED and may_wait(one.told)]
    until = days(plan.anchor, (one.due.order_id for one in going), plan.at)
    if not until:
        return list(rows)
    newest = {(one.due.key, one.told.recipient): one.step for one in sorted(going, key=lambda one: one.step)}
    return [_later(plan, one, until, newest) for one in rows]


def _later(plan: "Plan", one: "Planned", until: Mapping[int, date], newest: Mapping[tuple, int]) -> "Planned":
    day = until.get(one.due.order_id or 0) if one.state == State.QUEUED and may_wait(one.told) else None
    if day is None or dates.business_day(one.send_at) >= day:
        return one
    is_newest = newest[one.due.key, one.told.recipient] == one.step
    state = State.QUEUED if is_newest or one.is_escalation else State.SKIPPED
    return replace(one, send_at=plan.moment_on(day), own_at=one.send_at, waits_until=day, state=state)
