"""The verb of acceptance drafts; who sees receipts sees theirs."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

VIEW, MOVE = "receipt.view", "receipt.draft"


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    verbs.register(
        MOVE,
        Verb(
            _("Cash, endorse and discount drafts, and say that one was dishonoured"),
            _("Receipts"),
            scopes(finance=Scope.ALL),
        ),
    )
