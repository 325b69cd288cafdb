"""What the admin console shows of this app and of the ground floor; the pages stand in ``console``."""

from accounts.console import machinery_admin, people_admin, roles_admin

__all__ = ["machinery_admin", "people_admin", "roles_admin"]
