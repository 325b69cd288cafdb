"""Rights of the classification rules, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs
from segments.classification.policies import EDIT, VIEW

GROUP = _("Classification")
ALL = Scope.ALL


def register() -> None:
    """Declare them."""
    view = scopes(
        order_desk=ALL,
        sales_manager=ALL,
        department_head=ALL,
        finance=ALL,
        executive=ALL,
        administrator=ALL,
        api_client=ALL,
    )
    verbs.register(VIEW, Verb(_("See and try the classification rules"), GROUP, view, offered=COMPANY))
    edit = scopes(administrator=ALL)
    verbs.register(EDIT, Verb(_("Change the classification rules"), GROUP, edit, offered=COMPANY))
