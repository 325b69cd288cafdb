"""The verbs of integration, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

FEED = "event.feed"
WEBHOOKS = "webhook.manage"


def register() -> None:
    """Declare them; called once from ``IntegrationConfig.ready``."""
    label, group = _("Read the change feed, as far as he sees what it is about"), _("Integration")
    verbs.register(FEED, Verb(label, group, scopes(administrator=Scope.ALL, api_client=Scope.ALL), offered=COMPANY))
    label = _("Keep webhooks: those read as oneself, or everybody's")
    given = scopes(administrator=Scope.ALL, api_client=Scope.OWN)
    verbs.register(WEBHOOKS, Verb(label, group, given, offered=(Scope.OWN, Scope.ALL)))
