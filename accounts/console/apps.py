from django.contrib.admin.apps import AdminConfig


class ConsoleConfig(AdminConfig):
    """Django's admin with our site: our rights, our look, our sign-in."""

    default_site = "accounts.console.site.Console"
