from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, departments, roles, verbs, field rules, audit trail, comments, attachments, inbox."""

    name = "accounts"
    verbose_name = _("People and permissions")
