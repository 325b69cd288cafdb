"""What classification declares to lower floors: pages in the navigation, words of the trail, the audit page."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import errors
from common.navigation import NavEntry, navigation
from segments.classification import again, queries
from segments.classification.models import RuleVersion
from segments.classification.policies import VIEW

LABELS = {
    "classification.draft_started": _("Draft of the classification rules started"),
    "classification.draft_discarded": _("Draft of the classification rules discarded"),
    "classification.rule_saved": _("Classification rule saved"),
    "classification.rule_removed": _("Classification rule removed"),
    "classification.tag_saved": _("Name of a tag saved"),
    "classification.tag_removed": _("Name of a tag removed"),
    "classification.activated": _("Classification rules put in force"),
    "classification.applied": _("Everything classified anew"),
}


def register() -> None:
    """Called once from this room's ``register``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        RuleVersion._meta.label_lower,
        Subject(get=_get, url=_url, require_open=_takes_nothing, label=lambda row: f"{_('Rules')} {row.number}"),
    )
    again.register()
    for key, label, icon, name, verb, order in (
        ("classification", _("Classification rules"), "tags", "classification:version-list", VIEW, 70),
        ("deviations", _("Deviations"), "exclamation-diamond", "classification:deviation-list", "", 72),
    ):
        entry = NavEntry(group="master", label=label, icon=icon, url_name=name, verb=verb, order=order)
        if key == "classification":
            entry = replace(entry, shelf="company", about=_("Which classes customers, products and orders get"))
        navigation.register(key, entry)


def _get(actor: User, version_id: int) -> RuleVersion:
    policies.require(actor, VIEW)
    found = queries.versions().filter(pk=version_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _url(version: RuleVersion) -> str:
    return reverse("classification:version-detail", args=[version.number])


def _takes_nothing(row: Any) -> None:
    raise errors.WrongState(_("Nothing can be added here."))
