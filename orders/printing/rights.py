"""The verbs of papers: who sees an order with its amounts prints it; administrators edit the forms."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, RoleCode, Verb, scopes, verbs
from orders.rights import GROUP

_VERBS = {
    "order.print": Verb(
        _("Print papers of orders"),
        GROUP,
        scopes(
            sales=Scope.OWN,
            executing_owner=Scope.OWN,
            sales_manager=Scope.BELOW,
            department_head=Scope.BELOW,
            order_desk=Scope.ALL,
            service=Scope.ALL,
            finance=Scope.ALL,
            executive=Scope.ALL,
            api_client=Scope.ALL,
        ),
    ),
    "paper.edit": Verb(
        _("Edit the forms of papers"), _("Administration"), {RoleCode.ADMINISTRATOR: Scope.ALL}, offered=COMPANY
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
