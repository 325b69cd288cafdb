from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, departments, roles, verbs, field rules, audit trail, comments, attachments, inbox."""

    name = "accounts"
    verbose_name = _("People and permissions")

    def ready(self):
        from accounts import policies, rights
        from accounts.people import queries
        from accounts.roles import shipped
        from accounts.trail import exempt
        from common import navigation, reference

        rights.register()
        exempt.register()
        reference.seeders.register("accounts.system_user", queries.seed_system_user)
        reference.seeders.register("accounts.roles", shipped.seed)
        navigation.use_policy(policies.can)
