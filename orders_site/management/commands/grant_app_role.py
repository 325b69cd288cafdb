"""Give the working role what it needs, and keep the trail out of its reach (RELIABILITY 2.12)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from orders_site import environment as env

TRAIL_TABLES = ("accounts_trailrow", "accounts_trailseal", "accounts_redaction", "accounts_redactedrow")
_REDACT = "orders_trail_redact"  # runs as the owner: who may call it is said, not left to the default


class Command(BaseCommand):
    """Idempotent; run as the owner after each migration. The working role may not change the trail."""

    help = "Grant the application's database role its rights; it may add to the audit trail, never change it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", help="the working role; default: the user in DATABASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"] or env.parse_database_url(env.server_url("DATABASE_URL", "postgresql://"))["USER"]
        if not role:
            raise CommandError("Which role? Give --role, or a user in DATABASE_URL.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] == role:
                self.stderr.write(f"{role} owns the tables and works with them: the trail is not protected from it.")
                return
            for statement in statements(role):
                cursor.execute(statement)


def statements(role: str) -> list[str]:
    """The SQL that gives `role` its rights."""
    quoted = connection.ops.quote_name(role)
    tables = connection.introspection.table_names()
    result = [
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
    ]
    kept = {"django_migrations": "INSERT, UPDATE, DELETE", **dict.fromkeys(TRAIL_TABLES, "UPDATE, DELETE, TRUNCATE")}
    kept |= dict.fromkeys(("accounts_redaction", "accounts_redactedrow"), "INSERT, UPDATE, DELETE, TRUNCATE")
    result += [f"REVOKE {rights} ON {table} FROM {quoted}" for table, rights in kept.items() if table in tables]
    if "accounts_redaction" in tables:
        result += [
            f"REVOKE EXECUTE ON FUNCTION {_REDACT} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {_REDACT} TO {quoted}",
        ]
    return result
