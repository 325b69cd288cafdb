"""Evaluations are opened after an order closed, scored by who worked on it, explained, and ended (R275–R279, R282)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import structlog
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events, settings, workdays
from common.errors import Text
from common.operation import operation
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Origin, Status
from tasks.evaluation import policies, queries
from tasks.evaluation.models import OrderEvaluation, Reward, Score
from tasks.task.models import Task
from tasks.task.states import State as TaskState

log = structlog.get_logger(__name__)
State = OrderEvaluation.State
ASPECTS = [str(one) for one in Score.Aspect]
DAYS = "tasks.evaluation_days"
AT_ONCE = 200
LONGEST = 2000
ASKED = "evaluation.asked"
CLOSED = (Status.CLOSED, Status.ARCHIVED)
# what somebody says about a figure that is not as planned
FIGURES = ("hours", "days", "on_time", "cost", "satisfaction")


def open_due(*, at: datetime) -> int:
    """Open the evaluation of every order with tasks that closed and has none; returns how many. Found by scanning, so a
    missed run is caught up; one that cannot be opened holds up no other."""
    done = Task.objects.filter(state=TaskState.DONE).values("order")
    closed = Order.objects.filter(status__in=CLOSED, origin=Origin.NATIVE, pk__in=done, evaluation__isnull=True)
    ids = list(closed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    opened = 0
    for pk in ids:
        try:
            open_evaluation(actor=people.system_user(), order_id=pk, at=at)
            opened += 1
        except (errors.DomainError, DatabaseError) as error:
            log.warning("evaluation_not_opened", order=pk, error=str(error))
    return opened


@operation
def open_evaluation(*, actor: User, order_id: int, at: datetime) -> OrderEvaluation:
    """Open the evaluation of a closed order; the one that is there where it was opened before. Whoever worked on it,
    the heads of the departments and its salesperson are asked to score. Raises NotFound, NotAllowed, WrongState."""
    order = orders.lock_order(actor=actor, order_id=order_id)
    policies.require(actor, policies.VIEW, order)
    if order.status not in CLOSED:
        raise errors.WrongState(_("An order is evaluated after it closed."), status=order.status, possible=[])
    found = OrderEvaluation.objects.filter(order=order).first()
    if found is not None:
        return found
    due = workdays.calendar().moved(dates.business_day(at), int(settings.get(DAYS)))
    made = OrderEvaluation(order=order, opened_at=at, due_date=due)
    made.save(force_insert=True)
    events.record("evaluation.opened", made, at=at, order=str(order))
    inbox.notify(
        [pk for pk in queries.asked(order) if pk != actor.pk],
        kind=ASKED,
        message=gettext_noop("%(order)s is closed: score how it was carried out, until %(day)s."),
        parameters={"order": str(order), "day": due.isoformat()},
        subject=made,
        at=at,
    )
    return made


@operation
def give_scores(
    *,
    actor: User,
    evaluation_id: int,
    person_id: int | None,
    values: Mapping[str, int],
    at: datetime,
    words: str = "",
) -> list[Score]:
    """Score how a person (None: the order as a whole) worked together, told others, solved problems: 1 to 5 an aspect.
    Said again it takes the place of what the same person said before. Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    evaluation = _lock(actor, evaluation_id)
    _require_open(evaluation)
    person = queries.worker(evaluation.order, person_id)
    given = policies.given_as(actor, evaluation, person)
    _check_scores(values, words)
    for aspect, value in values.items():
        Score.objects.update_or_create(
            evaluation=evaluation,
            person=person,
            aspect=aspect,
            by=actor,
            defaults={
                "value": value,
                "given_as": given,
                "department": person.department if person else None,
                "words": words.strip(),
                "at": at,
            },
        )
    _bump(evaluation)
    inbox.settle([actor.pk], kind=ASKED, subject_type=queries.SUBJECT, subject_id=evaluation.pk, at=at)
    events.record("evaluation.scored", evaluation, at=at, order=str(evaluation.order))
    return list(Score.objects.filter(evaluation=evaluation, person=person, by=actor))


@operation
def explain(
    *, actor: User, evaluation_id: int, figure: str, words: str, at: datetime, version: int | None = None
) -> OrderEvaluation:
    """Say why a figure is not as planned (R275); said again by the same person it takes the place of the former; empty
    takes it back. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    evaluation = _lock(actor, evaluation_id)
    editing.require_seen(evaluation, version)
    _require_open(evaluation)
    if not queries.had_part(actor, evaluation):
        policies.require(actor, policies.END, evaluation.order)
    if figure not in FIGURES:
        raise errors.Invalid(fields={"figure": [_("Choose one of the list.")]})
    if len(words) > LONGEST:
        raise errors.Invalid(fields={"words": [_("At most %(n)s characters.") % {"n": LONGEST}]})
    kept = [one for one in evaluation.reasons if (one["figure"], one["by"]) != (figure, actor.pk)]
    said = [{"figure": figure, "words": words.strip(), "by": actor.pk, "at": at.isoformat()}] if words.strip() else []
    evaluation.reasons = [*kept, *said]
    _bump(evaluation, "reasons")
    events.record("evaluation.explained", evaluation, at=at, order=str(evaluation.order))
    return evaluation


@operation
def end_evaluation(
    *, actor: User, evaluation_id: int, conclusion: str, at: datetime, version: int | None = None
) -> OrderEvaluation:
    """End an evaluation with a conclusion; its figures are kept as they are now. Raises NotFound, NotAllowed,
    WrongState (ended before, the order is open again), Stale, Invalid."""
    evaluation = _lock(actor, evaluation_id)
    policies.require(actor, policies.END, evaluation.order)
    editing.require_seen(evaluation, version)
    _require_open(evaluation)
    if evaluation.order.status not in CLOSED:
        raise errors.WrongState(_("The order is open again."), status=evaluation.order.status, possible=[])
    if not conclusion.strip() or len(conclusion) > LONGEST:
        raise errors.Invalid(
            fields={"conclusion": [_("Say in words how it went, in at most %(n)s characters.") % {"n": LONGEST}]}
        )
    evaluation.figures = queries.as_kept(queries.figures_of(evaluation.order))
    evaluation.conclusion, evaluation.state = conclusion.strip(), State.DONE
    evaluation.ended_by, evaluation.ended_at = actor, at
    _bump(evaluation, "figures", "conclusion", "state", "ended_by", "ended_at")
    for pk in queries.asked(evaluation.order):
        inbox.settle([pk], kind=ASKED, subject_type=queries.SUBJECT, subject_id=evaluation.pk, at=at)
    events.record("evaluation.ended", evaluation, at=at, order=str(evaluation.order))
    return evaluation


@operation
def reopen_evaluation(
    *, actor: User, evaluation_id: int, reason: str, at: datetime, version: int | None = None
) -> OrderEvaluation:
    """Take an ended evaluation up again, with a reason. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    evaluation = _lock(actor, evaluation_id)
    policies.require(actor, policies.END, evaluation.order)
    editing.require_seen(evaluation, version)
    if evaluation.state != State.DONE:
        raise errors.WrongState(_("The evaluation is open."), status=evaluation.state, possible=["end"])
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    evaluation.state, evaluation.figures = State.OPEN, {}
    evaluation.ended_by = evaluation.ended_at = None
    _bump(evaluation, "state", "figures", "ended_by", "ended_at")
    events.record("evaluation.reopened", evaluation, at=at, order=str(evaluation.order), reason=reason.strip()[:300])
    return evaluation


def _lock(actor: User, evaluation_id: int) -> OrderEvaluation:
    """An evaluation that the actor sees, locked after its order. Raises NotFound."""
    seen = policies.visible_to(actor).filter(pk=evaluation_id).values_list("order_id", flat=True).first()
    if seen is None:
        raise errors.NotFound()
    Order.objects.select_for_update(no_key=True).filter(pk=seen).first()
    rows = OrderEvaluation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("order", "order__department", "order__customer").get(pk=evaluation_id)


def _bump(evaluation: OrderEvaluation, *fields: str) -> None:
    evaluation.version += 1
    evaluation.save(update_fields=[*fields, "version"])


def _require_open(evaluation: OrderEvaluation) -> None:
    if evaluation.state != State.OPEN:
        raise errors.WrongState(_("The evaluation has ended."), status=evaluation.state, possible=["reopen"])


def _check_scores(values: Mapping[str, int], words: str) -> None:
    wrong: dict[str, list[Text]] = {
        aspect: [_("Choose one of the list.")] for aspect in values if aspect not in ASPECTS
    }
    wrong |= {aspect: [_("A score is 1 to 5.")] for aspect, value in values.items() if not 1 <= value <= 5}
    if not values:
        wrong["values"] = [_("Give at least one score.")]
    if len(words) > 300:
        wrong["words"] = [_("At most %(n)s characters.") % {"n": 300}]
    if wrong:
        raise errors.Invalid(fields=wrong)


# --- rewards -----------------------------------------------------------------------------------


@operation
def give_reward(
    *,
    actor: User,
    person_id: int,
    kind: str,
    reason: str,
    at: datetime,
    amount: Any = None,
    order_id: int | None = None,
    month: date | None = None,
) -> Reward:
    """Record a reward or a penalty for what somebody did for an order or in a month (R279); what he did then by the
    figures is kept with it. Raises NotFound, NotAllowed, Invalid."""
    person = User.objects.filter(pk=person_id, is_active=True, is_system=False).select_related("department").first()
    if person is None:
        raise errors.NotFound()
    policies.require_reward(actor, person)
    order = orders.get_order_by_id(actor=actor, order_id=order_id) if order_id is not None else None
    _check_reward(kind, reason, amount, order, month)
    month = month.replace(day=1) if month else None
    facts = queries.facts_of_person(person, order=order, month=month)
    made = Reward(
        kind=kind,
        person=person,
        order=order,
        month=month,
        amount=amount,
        reason=reason.strip(),
        facts=facts,
        by=actor,
        at=at,
    )
    made.save(force_insert=True)
    events.record("reward.given", made, at=at, person=person.username, reward=kind)
    inbox.notify(
        [person.pk],
        kind="reward.given",
        message=_SAID[Reward.Kind(kind)],
        parameters={"by": actor.name, "reason": reason.strip()[:120]},
        subject=made,
        at=at,
    )
    return made


_SAID = {
    Reward.Kind.REWARD: gettext_noop("%(by)s rewards you: %(reason)s"),
    Reward.Kind.PENALTY: gettext_noop("%(by)s records a penalty: %(reason)s"),
}


@operation
def undo_reward(*, actor: User, reward_id: int, reason: str, at: datetime) -> Reward:
    """Take a reward or penalty back, with a reason; it stays on record. Raises NotFound, NotAllowed, WrongState,
    Invalid."""
    found = (
        Reward.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .filter(pk=reward_id)
        .first()
    )
    if found is None or not policies.rewards_visible_to(actor).filter(pk=reward_id).exists():
        raise errors.NotFound()
    policies.require_reward(actor, found.person)
    if found.undone_at is not None:
        raise errors.WrongState(_("It was taken back already."), status="UNDONE", possible=[])
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    found.undone_reason, found.undone_by, found.undone_at = reason.strip()[:300], actor, at
    found.save(update_fields=["undone_reason", "undone_by", "undone_at"])
    events.record("reward.undone", found, at=at, person=found.person.username)
    return found


def _check_reward(kind: str, reason: str, amount: Any, order: Order | None, month: date | None) -> None:
    wrong: dict[str, list[Text]] = {}
    if kind not in Reward.Kind:
        wrong["kind"] = [_("Choose one of the list.")]
    if not reason.strip() or len(reason) > 300:
        wrong["reason"] = [_("Say why, in at most %(n)s characters.") % {"n": 300}]
    if (order is None) == (month is None):
        wrong["month"] = [_("Name an order or a month, one of the two.")]
    if amount is not None and amount <= 0:
        wrong["amount"] = [_("Enter more than zero.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
