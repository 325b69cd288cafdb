"""What somebody may do to many tasks at once: as ``tasks.task.policies.can`` says of each, without a question a row."""

from collections.abc import Iterable

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from tasks.duties import queries as duties
from tasks.task import policies
from tasks.task.models import Task


def allowed(actor: User, verb: str, tasks: Iterable[Task]) -> frozenset[int]:
    """The keys of those on which the actor holds ``verb`` (work, assign or schedule). Tasks come with order and
    department."""
    rows = list(tasks)
    found = {
        one.pk for one in rows if rights.can(actor, verb, owners=_owners(verb, one), departments=[one.department_id])
    }
    rest = [one for one in rows if one.pk not in found] if access.of(actor).admits(verb) else []
    stages = {duty.stage for duty in duties.stages_of(actor)} if rest else set()
    orders = {one.order_id: one.order for one in rest if one.order.stage in stages}
    held = {pk for pk, order in orders.items() if policies.can_for_order(actor, "task.check", order)}
    return frozenset(found | {one.pk for one in rest if one.order_id in held})


def _owners(verb: str, task: Task) -> list[int | None]:
    head = task.department.head_id
    return [head] if verb in (policies.ASSIGN, policies.SCHEDULE) else [task.owner_id, head]
