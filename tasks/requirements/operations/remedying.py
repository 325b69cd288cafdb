"""A way out of a delay is taken as it was shown (R156)."""

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import dates, errors
from common.operation import operation
from tasks.requirements import foreseeing, notices, policies, queries, states, writing
from tasks.requirements.choices import State
from tasks.requirements.foreseeing import Kind
from tasks.requirements.models import Requirement
from tasks.requirements.operations.moving import change_supplier, move_day
from tasks.scheduling.choices import Cause
from tasks.task import queries as tasks


@operation
def take_remedy(
    *,
    actor: User,
    requirement_id: int,
    line_id: int,
    remedy: str,
    token: str,
    at: datetime,
    version: int | None = None,
) -> Requirement:
    """Take overtime (the day moves, and the head of the department hears how many hours it takes) or another supplier
    (of this line, on his day; where other lines stay it becomes a requirement of its own).

    Raises NotFound, NotAllowed, WrongState, Stale (another day or other hours by now).
    """
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    states.require(requirement.state, State.ACCEPTED)
    line = next((one for one in queries.lines_of(requirement) if one.pk == line_id), None)
    if line is None:
        raise errors.NotFound()
    chosen = foreseeing.remedy(line, remedy, dates.business_day(at))
    if chosen is None or chosen.token != token:
        raise errors.Stale(fields={}, version=requirement.version, status=requirement.state)
    if chosen.kind == Kind.SUPPLIER:
        assert chosen.supplier is not None
        days = {line.pk: chosen.planned_date}
        return change_supplier(
            actor=actor,
            requirement_id=requirement_id,
            supplier_id=chosen.supplier.pk,
            reason=chosen.text,
            days=days,
            line_ids=[line.pk],
            at=at,
        )
    writing.record(requirement, "overtime", at=at, hours=str(chosen.hours), people=chosen.people, line=line.pk)
    department = line.task.department if line.task else requirement.department
    head = tasks.accountable(department)
    notices.tell(
        "overtime",
        requirement,
        [head.pk if head else None],
        message=gettext_noop("%(requirement)s: %(text)s, so that %(product)s is there on %(day)s."),
        actor=actor,
        at=at,
        text=chosen.text,
        product=str(line.product),
        day=chosen.planned_date.isoformat(),
    )
    return move_day(
        actor=actor,
        requirement_id=requirement_id,
        line_id=line_id,
        planned_date=chosen.planned_date,
        cause=Cause.CAPACITY,
        words=chosen.text,
        at=at,
    )
