"""The right to read the finance feed."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

FEED = "finance.feed"


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    everything = scopes(finance=Scope.ALL, api_client=Scope.ALL)
    verbs.register(FEED, Verb(_("Read the finance feed"), _("Receipts"), everything))
