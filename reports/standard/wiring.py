"""What this room declares: its place in the navigation, how its reports are kept, the reports made of figures."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.navigation import NavEntry, navigation
from reports.builder import kinds, policies
from reports.builder.kinds import Kind
from reports.builder.models import SavedReport
from reports.standard import examples, parameters, queries, showing
from reports.standard.canned import delivery, flow, follow_ups, goods, ranking, regions, sales, sizes
from reports.standard.reports import standard

ROOMS = (sales, sizes, regions, flow, delivery, follow_ups, ranking, goods)


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    navigation.register(
        "reports",
        NavEntry(
            group="analysis",
            label=_("Reports"),
            tab=_("Standard reports"),
            icon="bar-chart",
            url_name="reports:standard-list",
            verb=policies.VIEW,
            order=10,
            keys="g b",
        ),
    )
    for room in ROOMS:
        for one in room.REPORTS:
            standard.register(one.code, one)
    kinds.kinds.register(kinds.STANDARD, Kind(_checked, _address))
    examples.register()


def _checked(actor: User, code: str, asked: Mapping[str, str], today: date) -> dict[str, str]:
    return parameters.write(*queries.wanted(actor, code, asked, today))


def _address(report: SavedReport) -> str:
    return parameters.joined(showing.address_of(report.standard), {**report.asked, "kept": report.pk})
