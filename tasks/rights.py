"""The verbs of tasks, with what the shipped roles get (R133–R144). Rooms add the verbs of their own tables.

Who leads a department acts for it whatever the scope says: a scope of "own" reaches the departments that he leads.
"""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

GROUP = _("Tasks")
OWN, BELOW, ALL = Scope.OWN, Scope.BELOW, Scope.ALL

_SEE = scopes(ALL, sales=OWN, executing_owner=OWN, sales_manager=BELOW, department_head=BELOW)
_WORK = scopes(OWN, order_desk=ALL, decomposition_admin=ALL, sales_manager=BELOW, department_head=BELOW, api_client=ALL)
_LEAD = scopes(OWN, order_desk=OWN, decomposition_admin=ALL, sales_manager=BELOW, department_head=BELOW, executive=ALL)
_SPLIT = scopes(
    order_desk=ALL,
    decomposition_admin=ALL,
    executing_owner=OWN,
    sales_manager=BELOW,
    department_head=BELOW,
    api_client=ALL,
)
_RULES = scopes(decomposition_admin=ALL, administrator=ALL)

VERBS = {
    "task.view": Verb(_("See tasks"), GROUP, _SEE),
    "task.work": Verb(_("Work on tasks"), GROUP, _WORK),
    "task.assign": Verb(_("Give tasks to people"), GROUP, _LEAD),
    "task.schedule": Verb(_("Move the days of tasks"), GROUP, {**_LEAD, "order_desk": ALL}),
    "task.decompose": Verb(_("Take orders apart into tasks"), GROUP, _SPLIT),
    "task.rules": Verb(_("Keep rules, templates, skills and phases of tasks"), GROUP, _RULES, offered=COMPANY),
    "task.plan_all": Verb(_("Plan all open tasks"), GROUP, _LEAD),
    "task.capacity": Verb(_("Keep working hours, absences and skills"), GROUP, {**_LEAD, "administrator": ALL}),
    "task.check": Verb(
        _("Check the progress of orders"),
        GROUP,
        scopes(
            order_desk=ALL,
            decomposition_admin=ALL,
            executing_owner=OWN,
            sales=OWN,
            sales_manager=BELOW,
            department_head=BELOW,
        ),
    ),
    "task.duties": Verb(_("Say who answers for which stage"), GROUP, _RULES, offered=COMPANY),
    "requirement.create": Verb(
        _("Ask production and purchasing for goods"),
        GROUP,
        scopes(order_desk=ALL, decomposition_admin=ALL, executing_owner=OWN, purchasing=ALL, production=ALL),
    ),
    "requirement.answer": Verb(
        _("Accept requirements and move their days"),
        GROUP,
        scopes(production=OWN, purchasing=OWN, department_head=BELOW, decomposition_admin=ALL),
    ),
    "evaluation.view": Verb(_("See evaluations of orders"), GROUP, _SEE),
    "evaluation.score": Verb(_("Score colleagues and departments"), GROUP, _WORK),
    "evaluation.end": Verb(
        _("End evaluations"), GROUP, scopes(order_desk=ALL, sales_manager=BELOW, department_head=BELOW, executive=ALL)
    ),
    "evaluation.reward": Verb(
        _("Record rewards and penalties"), GROUP, scopes(sales_manager=BELOW, department_head=BELOW, executive=ALL)
    ),
    "case.write": Verb(_("Write cases for the library"), GROUP, _SPLIT),
}


def register() -> None:
    """Declare them; called once from ``TasksConfig.ready``."""
    for code, verb in VERBS.items():
        verbs.register(code, verb)
    for model in ("phase", "skill", "decompositionrule", "tasktemplate", "wording", "checkcadence"):
        admin_rights.register(f"tasks.{model}", ModelRights(change="task.rules"))
    admin_rights.register("tasks.stageduty", ModelRights(change="task.duties"))
    admin_rights.register("tasks.assignmentweights", ModelRights(change="task.rules"))
