"""The right to put changes before customers."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

LETTER = "change.letter"


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    given = scopes(
        sales=Scope.OWN,
        executing_owner=Scope.OWN,
        sales_manager=Scope.BELOW,
        department_head=Scope.BELOW,
        order_desk=Scope.ALL,
        api_client=Scope.ALL,
    )
    verbs.register(LETTER, Verb(_("Put changes before the customer"), _("Orders"), given))
