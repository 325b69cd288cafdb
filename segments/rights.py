"""Rights of saved conditions, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

GROUP = _("Conditions")
OWN, BELOW, ALL = Scope.OWN, Scope.BELOW, Scope.ALL


def register() -> None:
    """Declare them; called once from ``SegmentsConfig.ready``."""
    verbs.register("segment.create", Verb(_("Save conditions of one's own"), GROUP, scopes(OWN), offered=(OWN,)))
    verbs.register(
        "segment.share",
        Verb(
            _("Save conditions for a department or the company"),
            GROUP,
            scopes(sales_manager=BELOW, department_head=BELOW, executive=ALL, administrator=ALL),
            offered=(Scope.DEPARTMENT, BELOW, Scope.REGION, ALL),
        ),
    )
    admin_rights.register("segments.rolescope", ModelRights(view="role.manage", change="role.manage"))
