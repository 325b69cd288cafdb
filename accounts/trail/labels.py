"""How kinds of events read for people; each app registers its own (registry accounts.event_labels)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.registry import Registry

# kind -> words
event_labels: Registry[Any] = Registry("accounts.event_labels")

_LABELS = {
    "access.refused": _("Access refused"),
    "attachment.added": _("File attached"),
    "attachment.removed": _("File removed"),
    "auth.failed": _("Failed sign-in"),
    "auth.identity_linked": _("Single sign-on linked"),
    "auth.identity_unlinked": _("Single sign-on unlinked"),
    "auth.locked_out": _("Locked out"),
    "auth.password_asked": _("New password asked for"),
    "auth.password_changed": _("Password changed"),
    "auth.password_link_sent": _("Link for a new password sent"),
    "auth.password_reset": _("New password set by link"),
    "auth.password_set": _("Password set by another"),
    "auth.recovery_codes_renewed": _("Recovery codes renewed"),
    "auth.second_factor_removed": _("Second factor removed"),
    "auth.second_factor_set": _("Second factor set up"),
    "auth.session_ended": _("Session of a device ended"),
    "auth.sessions_ended": _("Sessions ended"),
    "auth.signed_in": _("Signed in"),
    "auth.signed_out": _("Signed out"),
    "auth.single_sign_on_refused": _("Single sign-on refused"),
    "auth.token_issued": _("API token issued"),
    "auth.token_revoked": _("API token revoked"),
    "comment.added": _("Comment added"),
    "department.created": _("Department made"),
    "department.moved": _("Department moved"),
    "department.updated": _("Department changed"),
    "mail.blocked": _("Mail address blocked"),
    "mail.came_back": _("Mail came back"),
    "mail.released": _("Mail address released"),
    "outbox.given_up": _("Message given up"),
    "outbox.resent": _("Message sent again"),
    "outbox.tested": _("Test mail asked for"),
    "permission.fields_ruled": _("Field rules changed"),
    "permission.granted": _("Rights changed"),
    "permission.role_created": _("Role made"),
    "permission.role_updated": _("Role changed"),
    "permission.roles_assigned": _("Roles assigned"),
    "permission.tried": _("Looked as somebody else, changing nothing"),
    "permission.trying_ended": _("Looked with one's own eyes again"),
    "person.created": _("Person added"),
    "person.deactivated": _("Person deactivated"),
    "person.handed_over": _("Work handed over"),
    "person.invitation_taken_back": _("Invitation taken back"),
    "person.invited": _("Invitation sent"),
    "person.joined": _("Came in by invitation"),
    "person.reactivated": _("Person reactivated"),
    "person.updated": _("Person changed"),
    "setting.changed": _("Company settings changed"),
    "system.restored": _("Went back to a backup"),
}


def label_of(kind: str) -> Any:
    """The event in the reader's language; a kind that nobody named shows as it is stored."""
    return event_labels.get(kind) or kind


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    for kind, label in _LABELS.items():
        event_labels.register(kind, label)
