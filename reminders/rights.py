"""The verbs of reminders, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

GROUP = _("Reminders")
OWN, BELOW, ALL = Scope.OWN, Scope.BELOW, Scope.ALL

VERBS = {
    "reminder.view": Verb(
        _("See reminders of others"),
        GROUP,
        scopes(order_desk=ALL, sales_manager=BELOW, department_head=BELOW, executive=ALL, administrator=ALL),
    ),
    "reminder.rules": Verb(
        _("Keep reminder rules, their words and group chats"), GROUP, scopes(administrator=ALL), offered=COMPANY
    ),
    "reminder.resend": Verb(
        _("Send doubtful letters again"), GROUP, scopes(order_desk=ALL, administrator=ALL), offered=COMPANY
    ),
}


def register() -> None:
    """Declare them; called once from ``RemindersConfig.ready``."""
    for code, verb in VERBS.items():
        verbs.register(code, verb)
    for model in ("reminderrule", "remindertemplate", "robot"):
        admin_rights.register(f"reminders.{model}", ModelRights(change="reminder.rules"))
