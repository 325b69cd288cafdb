"""Background jobs of tasks. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task

from common import clock
from tasks.checks import jobs as checks
from tasks.decomposing import jobs as decomposing
from tasks.doing import jobs as doing
from tasks.evaluation import operations as evaluation
from tasks.planning import jobs as planning
from tasks.scheduling import jobs as scheduling


@shared_task(name="tasks.open_evaluations")
def open_evaluations() -> int:
    """Evaluations of orders that closed."""
    return evaluation.open_due(at=clock.now())


SCHEDULE = {
    **decomposing.SCHEDULE,
    **doing.SCHEDULE,
    **scheduling.SCHEDULE,
    **checks.SCHEDULE,
    **planning.SCHEDULE,
    "open-evaluations": {"task": "tasks.open_evaluations", "schedule": 3600.0},
}
