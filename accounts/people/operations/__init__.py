"""Every write about people and departments."""

from accounts.people.operations.departments import create_department, move_department, update_department
from accounts.people.operations.employment import deactivate_user, reactivate_user
from accounts.people.operations.passwords import change_password, set_password
from accounts.people.operations.preferences import remember, update_preferences
from accounts.people.operations.users import assign_roles, create_user, end_sessions, update_user

__all__ = [
    "assign_roles",
    "change_password",
    "create_department",
    "create_user",
    "deactivate_user",
    "end_sessions",
    "move_department",
    "reactivate_user",
    "remember",
    "set_password",
    "update_department",
    "update_preferences",
    "update_user",
]
