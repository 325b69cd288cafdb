"""The right to export, what the company may set about it, how its events read, and its page."""

from django.utils.translation import gettext_lazy as _

from accounts.exports import again, permitting
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, RoleCode, Verb, verbs
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation

_LIMITS = (  # key, default, what it means, smallest and largest
    ("exports.rows_at_once", 5_000, _("Rows up to which an export is written at once, not by a worker"), (0, 10_000)),
    ("exports.max_rows", 2_000_000, _("Most rows an export may have"), (1_000, 20_000_000)),
    (
        "exports.pdf_rows_at_once",
        1_000,
        _("Rows up to which a PDF of a report is written at once, not by a worker"),
        (0, 5_000),
    ),
    ("exports.max_pdf_rows", 50_000, _("Most rows a PDF of a report may have"), (1_000, 100_000)),
    ("exports.keep_days", 7, _("Days that the file of an export is kept"), (1, 366)),
    ("exports.list_days", 90, _("Days that “My exports” names an export that has no file any more"), (1, 3_660)),
)
_EVENTS = {
    "export.started": _("Export asked for"),
    "export.written": _("List exported"),
    "export.fetched": _("Exported file fetched"),
    "export.cancelled": _("Export cancelled"),
    "export.deleted": _("Export deleted"),
    "export.failed": _("Export failed"),
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    verbs.register(
        permitting.RUN,
        Verb(
            _("Take lists away as Excel or CSV"),
            _("Exports"),
            dict.fromkeys(RoleCode.EVERYONE, Scope.ALL),  # a file holds no more than its maker sees
            offered=COMPANY,
        ),
    )
    for key, default, words, ends in _LIMITS:
        settings.definitions.register(
            key, settings.Definition(default, words, "exports", bounds=settings.Bounds(*ends))
        )
    for kind, label in _EVENTS.items():
        event_labels.register(kind, label)
    again.register()
    navigation.register(
        "exports",
        NavEntry(
            group="master",
            label=_("My exports"),
            icon="file-earmark-arrow-down",
            url_name="accounts:exports",
            verb=permitting.RUN,
            order=91,
        ),
    )
