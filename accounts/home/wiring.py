"""This app's own cards and navigation entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.collaboration import queries, subjects
from accounts.home.cards import Card, home
from accounts.people.models import User
from common.navigation import Action, NavEntry, actions, navigation, use_policy

SHOWN = 8


def _messages(user: User) -> tuple[str, dict[str, Any]]:
    unread = list(queries.unread_of(user).order_by("-id")[:SHOWN])
    return "accounts/_home_messages.html", {"messages": queries.shown_to(user, unread)}


def _mentions(user: User) -> tuple[str, dict[str, Any]] | None:
    rows = []
    for comment in queries.mentions_of(user, SHOWN):
        subject = subjects.subjects[comment.subject_type]
        row = subject.get(user, comment.subject_id)
        rows.append({"comment": comment, "label": subject.label(row), "url": subject.url(row)})
    return ("accounts/_home_mentions.html", {"rows": rows}) if rows else None


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    use_policy(policies.can)
    home.register("messages", Card(_("Unread messages"), order=80, render=_messages, more="accounts:inbox"))
    home.register("mentions", Card(_("Mentions"), order=90, render=_mentions))
    navigation.register(
        "home",
        NavEntry(
            group="work", label=_("My work"), icon="house", url_name="accounts:home", order=0, keys="g h", mobile=1
        ),
    )
    navigation.register(
        "inbox",
        NavEntry(
            group="work",
            label=_("Messages"),
            icon="bell",
            url_name="accounts:inbox",
            count=queries.count_unread,
            hot=True,
            order=10,
            is_bell=True,
        ),
    )
    navigation.register(
        "handover",
        NavEntry(
            group="admin",
            label=_("Hand over work"),
            icon="person-gear",
            url_name="accounts:handover",
            verb="handover.run",
            order=20,
            shelf="people",
            about=_("What somebody leaves behind, to whom"),
        ),
    )
    navigation.register(
        "console",
        NavEntry(
            group="admin",
            label=_("Admin console"),
            icon="gear",
            url_name="admin:index",
            verb="admin.console",
            order=30,
        ),
    )
    actions.register("preferences", Action(_("My settings"), "sliders", "accounts:preferences"))
