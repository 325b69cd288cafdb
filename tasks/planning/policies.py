"""Who plans all open tasks of a department or of the company, and whose plans one sees."""

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import Department, User
from tasks.planning.models import PlanRun
from tasks.task import policies as tasks

PLAN = "task.plan_all"


def departments_for(actor: User) -> QuerySet[Department]:
    """The departments whose tasks the actor may plan."""
    return tasks.departments_for(actor, PLAN)


def can_for_company(actor: User) -> bool:
    """Whether the actor may plan everybody's tasks."""
    return access.of(actor).scope(PLAN) == "ALL"


def can(actor: User, run_department: Department | None) -> bool:
    """Whether the actor may plan (and take plans for) a department, or without one the company."""
    if run_department is None:
        return can_for_company(actor)
    return tasks.can_for_department(actor, PLAN, run_department)


def require(actor: User, run_department: Department | None) -> None:
    """Raise NotAllowed unless ``can``."""
    if not can(actor, run_department):
        rights.require(actor, PLAN, owners=(), departments=())


def visible_to(actor: User) -> QuerySet[PlanRun]:
    """The plans for what the actor may plan, and those he asked for."""
    if access.of(actor).scope(PLAN) is None:
        return PlanRun.objects.none()
    if can_for_company(actor):
        return PlanRun.objects.all()
    return PlanRun.objects.filter(Q(department__in=departments_for(actor)) | Q(asked_by=actor))
