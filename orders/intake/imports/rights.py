"""The right to import, and what the company may set about it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs
from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.intake.imports import again, permitting, queries, targets

_LIMITS = (  # key, default, what it means, smallest and largest
    ("imports.max_rows", 2_000_000, _("Most rows one file of an import may have"), (1, 20_000_000)),
    ("imports.max_file_mb", 100, _("Largest file that may be uploaded, in MB"), (1, 2048)),
    ("imports.max_unpacked_mb", 1024, _("Most that a packed CSV may unpack to, in MB"), (1, 16_384)),
    ("imports.memory_mb", 512, _("Memory that reading an import may use, in MB"), (128, 16_384)),
    ("imports.seconds", 600, _("Seconds that reading an import may take"), (10, 7200)),
    ("imports.keep_days", 14, _("Days that a checked but unused import is kept"), (1, 366)),
)
_SETTINGS = {
    **{
        key: settings.Definition(default, words, "imports", bounds=settings.Bounds(*ends))
        for key, default, words, ends in _LIMITS
    },
    permitting.UNTIL: settings.Definition(
        "",
        _("Last day on which open orders may be taken over (empty: no end)"),
        "imports",
        permitting.fault_of_day,
    ),
}
_STAGING = {
    "common_importrow": "staged rows of an import; what is written from them is in the trail",
    "common_importissue": "the report of an import",
}


_EVENTS = {
    "import.started": _("Import started"),
    "import.committed": _("Import written"),
    "import.discarded": _("Import discarded"),
    "import.stopped": _("Import stopped before it ran"),
    "import.profile_saved": _("Import profile saved"),
    "import.report_exported": _("Report of an import taken away"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    again.register()
    all_rows = Scope.ALL
    verbs.register(
        "import.run",
        Verb(
            _("Import files"),
            _("Imports"),
            offered=(Scope.OWN, Scope.ALL),  # those he started, or everybody's
            defaults=scopes(
                **dict.fromkeys(("sales", "sales_manager", "finance"), Scope.OWN),
                **dict.fromkeys(("order_desk", "administrator", "api_client"), all_rows),
            ),
        ),
    )
    verbs.register(
        permitting.TAKE_OVER,
        Verb(
            _("Take over open orders and history"),
            _("Imports"),
            offered=COMPANY,
            defaults=scopes(administrator=all_rows),
        ),
    )
    for key, definition in _SETTINGS.items():
        settings.definitions.register(key, definition)
    for table, reason in _STAGING.items():
        exempt_tables.register(table, reason)
    for kind, label in _EVENTS.items():
        event_labels.register(kind, label)
    subjects.register(
        "common.importrun",
        Subject(
            get=lambda actor, run_id: queries.get_run(actor=actor, run_id=run_id),
            url=lambda run: reverse("imports:run-detail", args=[run.pk]),
            label=lambda run: _("Import #%(number)s") % {"number": run.pk},
            verb="import.run",
        ),
    )
    navigation.register(
        "imports",
        NavEntry(
            group="master",
            label=_("Imports"),
            icon="file-earmark-arrow-up",
            url_name="imports:run-list",
            verb="import.run",
            order=90,
        ),
    )
    targets.register()
