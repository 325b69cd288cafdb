"""What this room declares to lower floors: the rules, the right, words of events, the page."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from customers.retention import own_rules
from customers.retention.policies import MANAGE
from customers.rights import CUSTOMERS


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    own_rules.register()
    verbs.register(
        MANAGE,
        Verb(_("Say how long data is kept"), CUSTOMERS, defaults=scopes(administrator=Scope.ALL), offered=COMPANY),
    )
    event_labels.register("retention.changed", _("Retention rule changed"))
    navigation.register(
        "retention",
        NavEntry(
            group="admin",
            label=_("How long data is kept"),
            icon="hourglass-split",
            url_name="customers:retention-list",
            verb=MANAGE,
            order=43,
            shelf="people",
            about=_("What is forgotten after how many days, and what it would be now"),
        ),
    )
