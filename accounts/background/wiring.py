"""What this room declares: its pages on the console, words of its events."""

from django.utils.translation import gettext_lazy as _

from accounts.background import examples, policies
from accounts.background.views import sends, works
from accounts.console.site import ConsolePage, console_pages
from accounts.trail.labels import event_labels

_PAGES = {
    "jobs": ConsolePage(
        _("Work in the background"),
        "jobs/",
        works.list_works,
        policies.VIEW,
        _("Imports, exports, plans, checks, reports by mail: what waits, runs, failed; begin it again"),
        "running",
    ),
    "jobs-again": ConsolePage(
        _("Begin failed work again"), "jobs/again/<str:kind>/", works.retry_kind, policies.RETRY, "", ""
    ),
    "job": ConsolePage(_("Work in the background"), "jobs/<slug:ref>/", works.show_work, policies.VIEW, "", ""),
    "timetable": ConsolePage(
        _("Timetable of background work"),
        "timetable/",
        works.show_timetable,
        policies.VIEW,
        _("Each job of the clock: how it went last, when it is next"),
        "running",
    ),
    "sends": ConsolePage(
        _("Doubtful sends"),
        "sends/",
        sends.list_sends,
        policies.VIEW,
        _("Mails and messages of which nobody knows whether they arrived, or that were refused: decide"),
        "running",
    ),
    "sends-decide": ConsolePage(_("Doubtful sends"), "sends/decide/", sends.decide, policies.RESEND, "", ""),
}
_EVENTS = {
    "job.retried": _("Background work begun again"),
    "job.cancelled": _("Background work left"),
    "job.woken": _("Job of the timetable woken by hand"),
    "outbox.confirmed": _("Doubtful message said to have arrived"),
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    for key, page in _PAGES.items():
        console_pages.register(key, page)
    for kind, label in _EVENTS.items():
        event_labels.register(kind, label)
    examples.register()
