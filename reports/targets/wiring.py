"""What this room declares: words of events, its place in the navigation, its reports, imports, exports, what becomes of
targets in merges."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from products.cleaning import registry as goods
from reports.figures import aims
from reports.figures.measures import Measure, measures
from reports.figures.periods import Period
from reports.standard.groups import SALES
from reports.standard.reports import Control, Standard, standard
from reports.targets import aiming, courses, examples, exporting, imports, merging, papers, policies, ways
from reports.targets.subjects import LABELS, PARTS

_FIRST = "amount"
_WORDS = {
    "target.set": _("Targets set"),
    "strategy.noted": _("Note on sales strategy written"),
    "strategy.removed": _("Note on sales strategy taken away"),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    navigation.register(
        "targets",
        NavEntry(
            group="analysis",
            label=_("Targets"),
            tab=_("Targets"),
            icon="bullseye",
            url_name="reports:targets",
            verb=policies.VIEW,
            order=30,
            under=("reports",),
        ),
    )
    for one in _reports():
        standard.register(one.code, one)
    goods.mergers.register(
        "reports.targets", goods.Merger(merging.lock_product, merging.move_product, merging.count_product)
    )
    aims.tellers.register(aims.TARGETS, aiming.of)
    imports.register()
    exporting.register()
    examples.register()


def _courses() -> list[Measure]:
    """The measures whose course is told; the one that most targets are set for begins."""
    found = [one for one in measures.values() if one.is_better_up is not None]
    return sorted(found, key=lambda one: one.code != _FIRST)


def _reports() -> tuple[Standard, ...]:
    whose = {Control.DEPARTMENT, Control.SALESPERSON}
    goods_and_places = {Control.PRODUCT, Control.CATEGORY, Control.REGION}
    return (
        Standard(
            papers.ATTAINMENT,
            _("Target attainment"),
            SALES,
            _("Who reaches how much of the target, what is missing, and where does it end if it goes on like this?"),
            make=papers.attainment,
            controls=frozenset({Control.PERIOD, Control.DEPARTMENT}),
            period=Period.THIS_YEAR,
            choices=tuple((kind.value, LABELS[kind]) for kind in PARTS),
            by_label=pgettext_lazy("targets", "Targets of"),
            order=40,
        ),
        Standard(
            ways.COURSE,
            _("Course against target"),
            SALES,
            _("How does a figure move month by month, beside its target and added up over the year?"),
            make=courses.course,
            controls=frozenset({Control.PERIOD, *whose, *goods_and_places}),
            period=Period.THIS_YEAR,
            choices=tuple((one.code, one.label) for one in _courses()),
            by_label=pgettext_lazy("report", "Measure"),
            order=41,
        ),
        Standard(
            papers.KEY,
            _("Key figures against target"),
            SALES,
            _("Which key figures reach their targets, for the company, a department or a person?"),
            make=papers.key_targets,
            controls=frozenset({Control.PERIOD, *whose}),
            period=Period.THIS_YEAR,
            order=42,
        ),
    )
