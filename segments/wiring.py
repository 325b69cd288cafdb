"""What this app declares to lower floors: events, work to hand over, the audit page, and its own use of conditions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover, needs
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import errors
from common.navigation import NavEntry, navigation
from common.reference import seeders
from segments import operations, policies, queries, reliance, shipped
from segments.classification.uses import namings
from segments.models import RoleScope, Segment
from segments.uses import Use, uses

LABELS = {
    "segment.created": _("Condition saved"),
    "segment.changed": _("Saved condition changed"),
    "segment.removed": _("Saved condition removed"),
    "permission.reach_set": _("Orders that a role reaches set"),
}


def register() -> None:
    """Called once from ``SegmentsConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    navigation.register(
        "segments",
        NavEntry(
            group="analysis",
            label=_("Saved conditions"),
            icon="bookmark",
            url_name="segments:segment-list",
            order=70,
            keys="g f",
            shelf="company",
            about=_("Conditions with a name, for lists, rules and roles"),
        ),
    )
    seeders.register("segments.shipped", shipped.seed_segments)
    uses.register("roles", Use(_("Orders that a role reaches"), queries.roles_reaching, verb="role.manage"))
    namings.register("segments", reliance.uses_of)
    needs.register("segments", policies.CREATE)
    handover.register("segments", Duty(_("Saved conditions"), operations.count_owned, operations.move_owned, order=12))
    subjects.register(
        Segment._meta.label_lower,
        Subject(
            get=lambda actor, segment_id: queries.get_segment(actor=actor, segment_id=segment_id),
            url=lambda segment: reverse("segments:segment-edit", args=[segment.pk]),
            require_open=_takes_nothing,
            visible=policies.visible_to,
        ),
    )
    subjects.register(
        RoleScope._meta.label_lower, Subject(get=_role_scope, url=_console_url, require_open=_takes_nothing)
    )


def _role_scope(actor: User, scope_id: int) -> RoleScope:
    rights.require(actor, "role.manage")
    found = queries.role_scopes().filter(pk=scope_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _console_url(scope: RoleScope) -> str:
    return reverse("admin:segments_rolescope_change", args=[scope.pk])


def _takes_nothing(row: Any) -> None:
    raise errors.WrongState(_("Nothing can be added here."))
