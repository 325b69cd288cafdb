from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, seeders, cards
WIRING = (
    "accounts.rights",
    "accounts.reference",
    "accounts.trail.exempt",
    "accounts.trail.labels",
    "accounts.trail.invariants",
    "accounts.trail.redactions",
    "accounts.collaboration.mailing",
    "accounts.exports.wiring",
    "accounts.exports.examples",
    "accounts.handover.duties",
    "accounts.password_links.wiring",
    "accounts.periods.wiring",
    "accounts.rulebook.wiring",
    "accounts.guides.wiring",
    "accounts.home.wiring",
    "accounts.console.wiring",
    "accounts.background.wiring",
    "accounts.console.examples",
    "accounts.sign_in.examples",
    "accounts.single_sign_on.wiring",
    "accounts.single_sign_on.standing",
    "accounts.trying.wiring",
)


class AccountsConfig(AppConfig):
    """People, departments, roles, verbs, field rules, audit trail, comments, attachments, inbox."""

    name = "accounts"
    verbose_name = _("People and permissions")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
