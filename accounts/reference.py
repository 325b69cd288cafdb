"""Rows that this app itself needs: the machine's user, the shipped roles with their rights."""

from accounts.people import queries
from accounts.roles import shipped
from common import reference


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    reference.seeders.register("accounts.system_user", queries.seed_system_user)
    reference.seeders.register("accounts.roles", shipped.seed)
    reference.seeders.register("accounts.people", queries.seed_stamp)
