"""An order under way is checked: what was found, and what is done about it (R141, R142, R191, R192)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from orders.order.models import Order
from orders.order.states import Status
from orders.order.watchers import watchers
from tasks.checks import asking, facts, making, policies
from tasks.checks.asking import ActionDraft
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.doing import operations as doing
from tasks.task import queries as tasks
from tasks.task.models import Task

State, Problem = ProgressCheck.State, ProgressCheck.Problem
FOUND, GIVEN = "check.problem", "check.given"
WHOLE, MOST_ACTIONS = 100, 10
LONGEST, LONGEST_ACTION = 2000, 300
RULES = "task.rules"
CADENCE_FIELDS = ("name", "segment", "for_urgent", "for_complex", "every_days", "rank", "is_active")


@operation
def record_check(
    *,
    actor: User,
    order_id: int,
    at: datetime,
    progress: int | None = None,
    problem: str = "",
    words: str = "",
    actions: Sequence[ActionDraft] = (),
    version: int | None = None,
) -> ProgressCheck:
    """Record how an order stands: its progress in percent (None: as its tasks say), and where there is a problem what
    it is and what is done about it, by whom, until when. The check that waits for the order is made by it, else it is
    one beside; the next one is made by days of work. ``version``: of the check that waits, as it was shown (0: none).

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    order, _lines = tasks.lock_order(order_id)
    waiting = ProgressCheck.objects.select_for_update(no_key=True).filter(order=order, state=State.DUE).first()
    if not policies.sees(actor, order, waiting):
        raise errors.NotFound()
    policies.require(actor, order, waiting)
    if version is not None and version != (waiting.version if waiting else 0):
        raise errors.Stale(fields={}, version=waiting.version if waiting else 0)
    if order.status != Status.EFFECTIVE:
        raise errors.WrongState(_("Only an order in force is checked."), status=order.status, possible=[])
    today = dates.business_day(at)
    stands = facts.facts_of(order, today)
    _require_sound(progress, problem, words, actions, today)
    check = waiting or ProgressCheck(order=order, due_date=today, owner=actor)
    check.state = State.PROBLEM if problem else State.FINE
    check.progress = stands.progress if progress is None else progress
    check.problem, check.words, check.facts = problem, words.strip(), stands.as_json()
    check.checked_by, check.checked_at = actor, at
    check.version += 1 if waiting else 0
    check.save()
    asking.ask(check, order, actions, actor=actor, at=at)
    making.make_next(order, today, at=at)
    events.record("order.checked", order, at=at, reason=words.strip()[:200], problem=problem, progress=check.progress)
    if problem:
        _tell_found(check, order, actor, at)
    return check


@operation
def move_check(
    *, actor: User, check_id: int, at: datetime, due_date: date, owner_id: int, reason: str, version: int | None = None
) -> ProgressCheck:
    """Let a check that waits be made on another day, or by somebody else.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    check, order = _locked(actor, check_id, version)
    if check.state != State.DUE:
        raise errors.WrongState(_("This check does not wait any more."), status=check.state, possible=[])
    if due_date < dates.business_day(at):
        raise errors.Invalid(fields={"due_date": [_("That day is past.")]})
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    owner = people.get_active_person(owner_id, "owner")
    was, check.due_date = check.due_date, due_date
    is_new = owner.pk != check.owner_id
    check.owner, check.version = owner, check.version + 1
    check.save(update_fields=["owner", "due_date", "version"])
    moved = {"was": was.isoformat(), "now": due_date.isoformat(), "owner": owner.username}
    events.record("order.check_moved", order, at=at, reason=reason.strip()[:200], **moved)
    if is_new and owner.pk != actor.pk:
        inbox.notify(
            [owner.pk],
            kind=GIVEN,
            message=gettext_noop("The check of %(order)s on %(day)s is yours."),
            parameters={"order": str(order), "day": due_date.isoformat()},
            subject=order,
            at=at,
        )
    return check


@operation
def finish_action(*, actor: User, action_id: int, result: str, at: datetime, version: int | None = None) -> Task:
    """What a check asked for was done, with what came of it: as its task is finished, by who works on it or who may
    check the order.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    if not policies.actions_visible_to(actor).filter(pk=action_id).exists():
        raise errors.NotFound()
    return doing.finish_task(
        actor=actor,
        task_id=action_id,
        result=result,
        version=version,
        may=lambda task: policies.may_check(actor, task.order),
        at=at,
    )


@operation
def save_cadence(
    *, actor: User, changes: Mapping[str, Any], at: datetime, cadence_id: int | None = None, version: int | None = None
) -> CheckCadence:
    """Say how often orders are checked. Checks that wait already stay on their days.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    rights.require(actor, RULES)
    row = editing.locked_or_new(CheckCadence, cadence_id)
    editing.change(row, editing.as_columns(CheckCadence, changes, CADENCE_FIELDS), version)
    editing.check(row, exclude=("version",))
    row.save()
    events.record("check.cadence_saved", row, at=at, number=row.name, every_days=row.every_days)
    return row


def _locked(actor: User, check_id: int, version: int | None) -> tuple[ProgressCheck, Order]:
    order_id = ProgressCheck.objects.filter(pk=check_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    order, _lines = tasks.lock_order(order_id)
    check = ProgressCheck.objects.select_for_update(no_key=True).get(pk=check_id)
    check.order = order
    if not policies.sees(actor, order, check):
        raise errors.NotFound()
    policies.require(actor, order, check)
    editing.require_seen(check, version)
    return check, order


def _require_sound(progress: int | None, problem: str, words: str, actions: Sequence[ActionDraft], today: date) -> None:
    """Raise Invalid, field by field, for what cannot be recorded."""
    wrong: dict[str, list[errors.Text]] = {}
    if progress is not None and not 0 <= progress <= WHOLE:
        wrong["progress"] = [_("From 0 to 100.")]
    if len(words) > LONGEST:
        wrong["words"] = [_("At most %(most)s characters.") % {"most": LONGEST}]
    wrong |= _faults_of_problem(problem, words, actions) | _faults_of_actions(actions, today)
    if wrong:
        raise errors.Invalid(fields=wrong)


def _faults_of_problem(problem: str, words: str, actions: Sequence[ActionDraft]) -> dict[str, list[errors.Text]]:
    """A problem is one of the list, said in words, and something is done about it; and nothing is done about none."""
    wrong: dict[str, list[errors.Text]] = {}
    if problem and problem not in Problem.values:
        wrong["problem"] = [_("Choose one of the list.")]
    if problem and not words.strip():
        wrong["words"] = [_("Say what the problem is.")]
    if problem and not actions:
        wrong["actions.1.action"] = [_("Say what is done about the problem, by whom, until when.")]
    if actions and not problem:
        wrong["problem"] = [_("Say which problem the corrective action is for.")]
    return wrong


def _faults_of_actions(actions: Sequence[ActionDraft], today: date) -> dict[str, list[errors.Text]]:
    wrong: dict[str, list[errors.Text]] = {}
    if len(actions) > MOST_ACTIONS:
        wrong["actions.1.action"] = [_("At most %(most)s corrective actions.") % {"most": MOST_ACTIONS}]
    known = set(people.active_people().filter(pk__in=[one.owner_id for one in actions]).values_list("pk", flat=True))
    for place, one in enumerate(actions, start=1):
        if not one.action.strip() or len(one.action) > LONGEST_ACTION:
            words = _("Say what is to be done, in at most %(most)s characters.")
            wrong[f"actions.{place}.action"] = [words % {"most": LONGEST_ACTION}]
        if one.owner_id not in known:
            wrong[f"actions.{place}.owner"] = [_("Choose somebody who works here.")]
        if one.due_date < today:
            wrong[f"actions.{place}.due_date"] = [_("That day is past.")]
    return wrong


def _tell_found(check: ProgressCheck, order: Order, actor: User, at: datetime) -> None:
    """Tell who follows the order, and the head of its department, of a problem."""
    head = order.department.head_id if order.department else None
    told = {*watchers(order, but=actor), head} - {None, actor.pk}
    inbox.notify(
        sorted(one for one in told if one is not None),
        kind=FOUND,
        message=gettext_noop("A check of %(order)s found a problem: %(words)s"),
        parameters={"order": str(order), "words": check.words[:200]},
        subject=order,
        at=at,
    )
