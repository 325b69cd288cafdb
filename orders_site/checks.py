"""System checks of the whole installation: what a wrong server would break silently."""

from django.core.checks import Error, Tags, register
from django.db import connections


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
