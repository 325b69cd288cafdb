"""Re-exports the models of this app's modules, for Django's registry."""

from accounts.collaboration.models import Attachment, Comment, Notification
from accounts.people.models import Department, Preference, User, UserRole
from accounts.periods.models import PeriodStep
from accounts.roles.models import FieldRule, Role, RoleGrant, SeededRight
from accounts.rulebook.models import Clause, ClauseBreach, ClauseCheck, ClauseWording
from accounts.sign_in.models import UserSession
from accounts.single_sign_on.models import Identity
from accounts.tokens.models import ApiToken
from accounts.trail.models import RedactedRow, Redaction, TrailRow, TrailSeal

__all__ = [
    "ApiToken",
    "Attachment",
    "Clause",
    "ClauseBreach",
    "ClauseCheck",
    "ClauseWording",
    "Comment",
    "Department",
    "FieldRule",
    "Identity",
    "Notification",
    "PeriodStep",
    "Preference",
    "RedactedRow",
    "Redaction",
    "Role",
    "RoleGrant",
    "SeededRight",
    "TrailRow",
    "TrailSeal",
    "User",
    "UserRole",
    "UserSession",
]
