"""What this room declares: settings of the rules, words of events, subjects of inbox lines, its place in the shell."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.risk import demand, examples, exporting, finding, imports, policies, queries
from orders.risk.choices import LIVE, TalksState
from orders.risk.models import Material, Renegotiation, RiskAssessment, RiskMeasure, RiskWarning
from orders.risk.operations.scanning import QUIET_DAYS

LABELS = {
    "risk.raised": _("Risk warning raised"),
    "risk.taken": _("Risk warning taken up"),
    "risk.assigned": _("Risk warning given to another"),
    "risk.ended": _("Risk warning ended"),
    "risk.assessed": _("Risks assessed"),
    "risk.measure_done": _("Preventive measure done"),
    **{
        f"{about}.renegotiation_{what}": label
        for about in ("risk", "order", "quotation")
        for what, label in (
            ("started", _("Renegotiation started")),
            ("changed", _("Renegotiation moved")),
            ("ended", _("Renegotiation ended")),
        )
    },
    "material.saved": _("Material saved"),
    "material.priced": _("Prices of a material kept"),
}
_SETTINGS = {
    finding.RISE: (
        "10",
        _("Material dearer by this percentage makes open orders and quotations be looked at"),
        1,
        1000,
    ),
    finding.MARGIN: ("5", _("Margin in percent below which such an order or quotation is a risk"), 0, 100),
    demand.PERCENT: (
        "40",
        _("Orders for a product family that moved by this percentage, up or down, are a risk"),
        1,
        1000,
    ),
    demand.WEEKS: ("4", _("Weeks of orders that are held against as many weeks before"), 1, 52),
    demand.LEAST: ("5", _("Orders in one of these spans from which on a product family is judged"), 1, 1000),
    finding.ON_TIME: ("70", _("Share of receipts on time, in percent, below which a supplier is a risk"), 1, 100),
    finding.LEAST: ("5", _("Receipts in a year from which on a supplier is judged"), 1, 1000),
    finding.GROWTH: ("20", _("Overdue money that grew by this percentage in thirty days is a risk"), 0, 1000),
    QUIET_DAYS: ("30", _("Days for which a false alarm is not raised again"), 0, 365),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    for key, (default, words, least, most) in _SETTINGS.items():
        settings.definitions.register(
            key, settings.Definition(default, words, "risk", bounds=settings.Bounds(least, most))
        )
    _register_subjects()
    handover.register("risks", Duty(_("Risk warnings"), _count, _move, order=36))
    home.register("risk-measures", Card(_("Preventive measures due"), order=34, verb=policies.VIEW, render=_measures))
    card = Card(_("To renegotiate"), order=33, verb=policies.VIEW, render=_talks)
    home.register("renegotiations", card)
    navigation.register(
        "risks",
        NavEntry(
            group="analysis",
            label=_("Risks"),
            icon="shield-exclamation",
            url_name="orders:risk-list",
            verb=policies.VIEW,
            count=queries.count_mine,
            order=70,
        ),
    )
    examples.register()
    exporting.register()
    imports.register()


def _register_subjects() -> None:
    warning = Subject(get=_warning, url=_page("orders:risk-list"), verb=policies.MANAGE, visible=policies.visible_to)
    subjects.register(RiskWarning._meta.label_lower, warning)
    subjects.register(Material._meta.label_lower, Subject(get=queries.get_material, url=_page("orders:material-list")))
    subjects.register(
        RiskAssessment._meta.label_lower,
        Subject(get=queries.get_assessment, url=_page("orders:risk-assessments"), verb=policies.ASSESS),
    )


def _warning(actor: User, warning_id: int) -> RiskWarning:
    return queries.get_warning(actor=actor, warning_id=warning_id)


def _page(name: str) -> Any:
    def url(row: Any) -> str:
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""

    return url


def _count(user: User) -> int:
    live = RiskWarning.objects.filter(owner=user, state__in=LIVE).count()
    talks = Renegotiation.objects.filter(owner=user, state=TalksState.OPEN).count()
    return live + talks + RiskMeasure.objects.filter(owner=user, done_at=None).count()


def _move(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    moved = RiskWarning.objects.filter(owner=from_user, state__in=LIVE).update(owner=to_user)
    moved += Renegotiation.objects.filter(owner=from_user, state=TalksState.OPEN).update(owner=to_user)
    return moved + RiskMeasure.objects.filter(owner=from_user, done_at=None).update(owner=to_user)


def _talks(user: Any) -> tuple[str, dict[str, Any]] | None:
    rows = queries.renegotiations_due(user)
    return ("orders/risk/_talks.html", {"rows": rows}) if rows else None


def _measures(user: Any) -> tuple[str, dict[str, Any]] | None:
    rows = queries.measures_due(user)
    return ("orders/risk/_measures.html", {"rows": rows}) if rows else None
