"""What custom fields declare to lower floors: their right, their number, their events, and that roles may hide them."""

from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.collaboration.subjects import Subject, subjects
from accounts.console.rights import ModelRights, admin_rights
from accounts.people.models import User
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, SensitiveField, Verb, defined_fields, scopes, verbs
from accounts.trail.labels import event_labels
from common import errors, settings
from common.settings import Bounds, Definition
from segments.custom_fields import definitions, operations
from segments.custom_fields.models import CustomField

GROUP = _("Custom fields")
LABELS = {
    "custom_field.defined": _("Custom field defined"),
    "custom_field.changed": _("Custom field changed"),
}


def register() -> None:
    """Called once from ``SegmentsConfig.ready``."""
    verbs.register(
        operations.EDIT, Verb(_("Define custom fields"), GROUP, scopes(administrator=Scope.ALL), offered=COMPANY)
    )
    admin_rights.register("segments.customfield", ModelRights(view=operations.EDIT, change=operations.EDIT))
    settings.definitions.register(
        operations.MOST, Definition(60, _("Most custom fields that may be defined"), "limits", bounds=Bounds(1, 300))
    )
    defined_fields.register(definitions.STAMP, _sensitive)
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(CustomField._meta.label_lower, Subject(get=_field, url=_console_url, require_open=_takes_nothing))


def _sensitive() -> dict[str, SensitiveField]:
    """Every field that was defined, as one that roles may hide; texts may be masked."""
    names = dict(CustomField.Subject.choices)
    return {
        one.guard: SensitiveField(
            format_lazy("{}: {}", names[one.subject], one.label), GROUP, is_text=one.kind == CustomField.Kind.TEXT
        )
        for one in definitions.every()
    }


def _field(actor: User, field_id: int) -> CustomField:
    policies.require(actor, operations.EDIT)
    found = CustomField.objects.filter(pk=field_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _console_url(field: CustomField) -> str:
    return reverse("admin:segments_customfield_change", args=[field.pk])


def _takes_nothing(row: Any) -> None:
    raise errors.WrongState(_("Nothing can be added here."))
