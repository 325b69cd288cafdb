"""System checks of the whole installation: what a wrong server would break silently."""

from django.core.checks import Error, Tags, register
from django.db import connections

from orders_site import environment as env


@register(Tags.database)
def check_trigrams(app_configs, databases=None, **kwargs):
    """Searching Chinese needs a UTF-8 LC_CTYPE: under `C` PostgreSQL makes no trigram and finds nothing."""
    errors = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            if not cursor.fetchone():
                continue  # before the first migration
            cursor.execute("SELECT cardinality(show_trgm('订单'))")
            if cursor.fetchone()[0] == 0:
                errors.append(
                    Error(
                        "PostgreSQL makes no trigrams of Chinese: searching would find nothing.",
                        hint="Create the database with LC_CTYPE 'C.UTF-8' (docs/operations.md, PostgreSQL).",
                        id="orders_site.E001",
                    )
                )
    return errors


@register(Tags.database, deploy=True)
def check_working_role(app_configs, databases=None, **kwargs):
    """Who owns the tables may switch the audit trail off: the application must not work as their owner."""
    if env.read("ORDERS_PROCESS") == "owner":
        return []
    errors = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class"
                " WHERE oid = to_regclass('accounts_trailrow')"
            )
            if (cursor.fetchone() or [False])[0]:
                errors.append(
                    Error(
                        "The application works as the owner of its tables: the audit trail is not protected from it.",
                        hint="Give DATABASE_URL a role of its own and run prepare (docs/operations.md, PostgreSQL).",
                        id="orders_site.E002",
                    )
                )
    return errors
