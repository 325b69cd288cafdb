"""Departments with work for a plan."""

from datetime import date, timedelta
from decimal import Decimal

from orders.tests import builders as orders
from tasks.planning import operations, running
from tasks.planning.models import PlanRun
from tasks.task.models import PersonSkill
from tasks.tests.builders import make_shop, make_task, skill

AT, TODAY = orders.AT, orders.TODAY


def can(person, *codes, level=4):
    """Somebody has skills."""
    for code in codes:
        PersonSkill.objects.create(user=person, skill=skill(code), level=level)


def make_work(count=2, *, hours=16, days=(date(2026, 11, 23), date(2026, 11, 24)), order=None, shop=None, **fields):
    """So many tasks of assembly for production, all planned for the same days, nobody picked."""
    shop = shop or make_shop()
    order = order or orders.make_effective()
    fields.setdefault("skills", [(skill("ASSEMBLY").pk, 2)])
    return [
        make_task(
            order,
            shop=shop,
            title=f"Assemble {number + 1}",
            planned_start=days[0],
            planned_end=days[1],
            planned_hours=Decimal(hours),
            **fields,
        )
        for number in range(count)
    ]


def plan(actor, department=None, *, at=AT, seconds=2, **options):
    """Asked for and worked out."""
    run = operations.ask_plan(
        actor=actor, department_id=department.pk if department else None, seconds=seconds, at=at, **options
    )
    running.run(run.pk, at=at)
    return PlanRun.objects.get(pk=run.pk)


def pick(task, person):
    """As if the head had picked somebody, long before."""
    type(task).objects.filter(pk=task.pk).update(owner=person, is_picked=True)
    task.refresh_from_db()


def later(days):
    """Some days after today."""
    return TODAY + timedelta(days)
