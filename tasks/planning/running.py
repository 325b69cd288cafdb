"""Plans that a worker works out: taken up once, within their time limit, and nothing changes by it."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import clock, database_errors
from common.operation import set_origin
from tasks.planning import operations, outcome, reading, standing
from tasks.planning.days import search
from tasks.planning.days.model import Key
from tasks.planning.models import PlanMove, PlanRun
from tasks.planning.solver import solving

log = structlog.get_logger(__name__)
SEARCH, STANDING = "SEARCH", "STANDING"  # what is better, or nothing is
PATIENCE = timedelta(minutes=10)  # beyond its time limit; then its worker is dead


def run(run_id: int, *, at: datetime) -> None:
    """Work out a plan that waits; anything else is left alone, so a message that comes twice does no harm."""
    set_origin("job", "")
    actor = people.system_user()
    plan = operations.begin_plan(actor=actor, run_id=run_id, at=at)
    if plan is None:
        return
    try:
        moves, figures, solver = work_out(plan, at=at)
        operations.keep_plan(actor=actor, run_id=run_id, moves=moves, figures=figures, solver=solver, at=clock.now())
    except Exception as error:
        refusal = database_errors.as_refusal(error)
        words = str(refusal) if refusal is not None else _("Something went wrong on our side; the log says more.")
        operations.fail_plan(actor=actor, run_id=run_id, words=words, at=clock.now())
        log.exception("plan_failed", run=run_id)


def work_out(plan: PlanRun, *, at: datetime) -> tuple[list[PlanMove], dict, str]:
    """What the plan would change, its figures, and which solver found it. Changes nothing."""
    with transaction.atomic():  # one view of the tables
        case = reading.read(department=plan.department, keeps_people=plan.keeps_people, at=at)
    answer = worked_out(case, seconds=plan.seconds, seed=plan.pk)
    moves = outcome.moves_of(answer)
    return moves, outcome.figures_of(answer, moves), SEARCH if answer.found.is_gain else STANDING


def worked_out(case: reading.Case, *, seconds: float, seed: int) -> outcome.Answer:
    """The best plan of a case: the one that stands where there is nothing to gain. The solver proposes where promises
    are late that need not be; our own rules place what it proposes."""
    stands = standing.standing_of(case)

    def propose(share: float) -> dict[Key, tuple[int, Key | None]]:
        plan = solving.solve(case.problem, seconds=share, seed=seed).plan
        return {key: (place.start, place.people[0] if place.people else None) for key, place in plan.items()}

    found = search.improve(stands.world, seconds=seconds, seed=seed, propose=propose)
    return outcome.Answer(case, stands, found)


def scan(*, at: datetime) -> int:
    """Work out what still waits (its message was lost), give up what a dead worker left; returns how many waited."""
    set_origin("job", "")
    actor: User = people.system_user()
    for plan in PlanRun.objects.filter(state=PlanRun.State.RUNNING, started_at__lt=at - PATIENCE):
        words = _("The work was interrupted. Plan again.")
        operations.fail_plan(actor=actor, run_id=plan.pk, words=words, at=at)
    waiting = list(PlanRun.objects.filter(state=PlanRun.State.ASKED).order_by("pk").values_list("pk", flat=True))
    for run_id in waiting:
        run(run_id, at=at)
    return len(waiting)
