"""What this room declares: its place in the shell, a card of the home page, a tab of the order."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.home.cards import Card, home
from common import clock
from common.navigation import NavEntry, navigation
from orders.workspace.tabs import Tab, more_tabs
from reminders.answering import showing
from reminders.desk import examples, in_calendar, policies, queries
from reminders.rules.policies import EDIT
from tasks.board.feeds import Part, feeds

SHOWN = 7


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    examples.register()
    more_tabs.register(
        "reminders",
        Tab(
            pgettext_lazy("tab", "Reminders"),
            "reminders:order",
            show=lambda user, order: True,
            count=queries.count_of_order,
            before="files",
        ),
    )
    feeds.register(
        "reminders",
        Part(_("Reminders"), _("Your open reminders, on the day that they are about"), in_calendar.tells, order=30),
    )
    home.register("reminders", Card(_("Reminders for you"), order=13, render=_card, more="reminders:mine"))
    _enter_navigation()


def _enter_navigation() -> None:
    entries = (
        (
            "reminders",
            NavEntry("work", _("Reminders"), "clock-history", "reminders:mine", count=queries.count_open, order=12),
        ),
        (
            "reminders-tomorrow",
            _under(_("Who gets what tomorrow"), "reminders:tomorrow", 13, icon="calendar-event", tab=_("Tomorrow")),
        ),
        (
            "reminders-history",
            _under(_("History of reminders"), "reminders:history", 14, icon="list-ul", tab=_("History")),
        ),
        (
            "reminders-letters",
            _under(
                _("Letters with reminders"),
                "reminders:letters",
                15,
                icon="envelope",
                tab=_("Letters"),
                verb=policies.RESEND,
            ),
        ),
        (
            "reminders-wishes",
            _under(_("Unsubscribing from reminders"), "reminders:wishes", 16, icon="bell-slash", tab=_("My wishes")),
        ),
    )
    navigation.register(
        "reminder-figures",
        NavEntry(
            "admin",
            _("What came of reminders"),
            "bar-chart",
            "reminders:figures",
            verb=EDIT,
            order=61,
            under=("reminder-rules",),
            tab=_("Results"),
        ),
    )
    for key, entry in entries:
        navigation.register(key, entry)


def _under(label: Any, url_name: str, order: int, *, icon: str, **more: Any) -> NavEntry:
    return NavEntry("work", label, icon, url_name, order=order, under=("reminders",), **more)


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    at = clock.now()
    rows = queries.shown(queries.mine(user), queries.OPEN, at)
    first = list(rows.order_by("due", "pk")[:SHOWN])
    if not first:
        return None
    lines = showing.lines(first, reader=user, at=at)
    return "reminders/_home.html", {"lines": lines, "count": rows.count()}
