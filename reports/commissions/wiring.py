"""What this room declares: its standard report, words of events, its subject, its places in the navigation."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reports.commissions import counted, examples, policies, queries, reviewing
from reports.figures.periods import Period
from reports.standard.groups import MONEY
from reports.standard.reports import Control, Standard, standard

LABELS = {
    "commission_rule.saved": _("Rule of commissions saved"),
    "commission.confirmed": _("Commission confirmed"),
    "commission.taken_back": _("Confirmation of a commission taken back"),
    "commission.paid": _("Commission paid"),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    counted.register()
    examples.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        queries.SUBJECT,
        Subject(
            get=queries.get_statement,
            url=_url,
            label=lambda row: (
                str(_("Commission %(month)s %(name)s")) % {"month": f"{row.month:%Y-%m}", "name": row.person.name}
            ),
            verb=policies.VIEW,
            reach=lambda row: {"owners": (row.person_id,), "departments": (row.person.department_id,)},
        ),
    )
    standard.register(
        "commission",
        Standard(
            "commission",
            _("Commission and reward"),
            MONEY,
            _("What do people earn for what they reach, what was paid, what is not confirmed yet?"),
            make=reviewing.commission_and_reward,
            controls=frozenset({Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON}),
            period=Period.THIS_YEAR,
            choices=reviewing.CHOICES,
            by_label=_("Told by"),
            verb=policies.VIEW,
        ),
    )
    _navigate()


def _navigate() -> None:
    navigation.register(
        "commissions",
        NavEntry("analysis", _("Commissions"), "cash-coin", "reports:commissions", policies.VIEW, order=60),
    )
    navigation.register(
        "commission-mine",
        NavEntry(
            group="analysis",
            label=_("My commission"),
            icon="wallet2",
            url_name="reports:commission-mine",
            verb=policies.VIEW,
            order=61,
            under=("commissions",),
        ),
    )
    navigation.register(
        "commission-rules",
        NavEntry(
            group="analysis",
            label=_("Rules of commissions"),
            icon="percent",
            url_name="reports:commission-rules",
            verb=policies.RULES,
            order=62,
            under=("commissions",),
        ),
    )


def _url(row: Any) -> str:
    try:
        return reverse("reports:commission", args=[row.person_id, f"{row.month:%Y-%m}"])
    except NoReverseMatch:
        return ""
