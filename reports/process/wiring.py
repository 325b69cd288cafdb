"""The reports of this room."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.changes.statistics.queries import WAYS as CHANGES
from reports.figures.dimensions import AXES
from reports.figures.periods import Period
from reports.process import (
    approving_papers,
    bottlenecks,
    changes_papers,
    cycle_times,
    cycles,
    doubtful_papers,
    evaluated_papers,
    trouble_papers,
    troubles,
    work_papers,
)
from reports.standard.groups import QUALITY, WORK
from reports.standard.reports import Control, Standard, standard

_WHOSE = frozenset({Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON, Control.CUSTOMER, Control.REGION})
_BY = _("Told by")
_DEPARTMENT, _PERSON, _MONTH = ("department", _("Department")), ("person", _("Person")), ("month", _("Month"))
_TROUBLES = {code: way.label for code, way in troubles.WAYS.items()}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for one in _ALL:
        standard.register(one.code, one)


_ALL = (
    Standard(
        cycle_times.CODE,
        _("Cycle times"),
        WORK,
        _("How long do orders take from submission to taking effect, shipment, signing and payment?"),
        make=cycle_times.paper,
        controls=_WHOSE | {Control.AGAINST, Control.TOP},
        choices=tuple((code, AXES[code].label) for code in cycles.BY),
        by_label=_BY,
        order=10,
    ),
    Standard(
        bottlenecks.CODE,
        _("Process bottlenecks"),
        WORK,
        _("In which stage do orders stand how long, with whom, and what stands there now?"),
        make=bottlenecks.paper,
        controls=_WHOSE | {Control.AGAINST},
        period=Period.LAST_30_DAYS,
        choices=(("stage", pgettext_lazy("told by", "Stage")), _DEPARTMENT, _PERSON, ("step", _("Step")), _MONTH),
        by_label=_BY,
        order=20,
        is_live=True,
    ),
    Standard(
        approving_papers.CODE,
        _("On-time processing and approvals"),
        WORK,
        _("Who decides how much how fast, is it in time, and what waits?"),
        make=approving_papers.paper,
        controls=frozenset({Control.PERIOD, Control.AGAINST, Control.DEPARTMENT, Control.SALESPERSON}),
        period=Period.THIS_QUARTER,
        choices=(("person", _("Who decides")), _DEPARTMENT, _MONTH),
        by_label=_BY,
        order=30,
        is_live=True,
    ),
    Standard(
        work_papers.CODE,
        _("Performance of tasks and departments"),
        WORK,
        _("What was done in time, how many hours did it take, what is there to do, what holds it up?"),
        make=work_papers.paper,
        controls=frozenset({Control.PERIOD, Control.AGAINST, Control.DEPARTMENT}),
        period=Period.THIS_QUARTER,
        choices=(_DEPARTMENT, _PERSON, ("phase", _("Phase")), _MONTH),
        by_label=_BY,
        verb="task.view",
        order=40,
        is_live=True,
    ),
    Standard(
        evaluated_papers.CODE,
        _("Evaluation of finished orders"),
        WORK,
        _("How well were orders carried out, in figures and in the words of those who took part?"),
        make=evaluated_papers.paper,
        controls=frozenset({Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON, Control.CUSTOMER}),
        choices=(_MONTH, _DEPARTMENT, ("salesperson", _("Salesperson")), _PERSON),
        by_label=_BY,
        verb="evaluation.view",
        order=50,
        is_live=True,
    ),
    Standard(
        changes_papers.CODE,
        pgettext_lazy("report", "Changes of orders"),
        QUALITY,
        _("How often are orders changed, why, and what does it cost in days and money?"),
        make=changes_papers.paper,
        controls=_WHOSE | {Control.AGAINST},
        choices=tuple((str(code), way.label) for code, way in CHANGES.items()),
        by_label=_BY,
        order=10,
        is_live=True,
    ),
    Standard(
        trouble_papers.EXCEPTIONS,
        _("Exceptions"),
        QUALITY,
        _("What goes wrong how often, why, what does it cost, and what comes back?"),
        make=trouble_papers.exceptions_paper,
        controls=frozenset(
            {Control.PERIOD, Control.AGAINST, Control.DEPARTMENT, Control.CUSTOMER, Control.REGION, Control.PRODUCT}
        ),
        choices=tuple(_TROUBLES.items()),
        by_label=_BY,
        order=20,
        is_live=True,
    ),
    Standard(
        trouble_papers.COMPLAINTS,
        _("Complaints"),
        QUALITY,
        _("Of what do customers complain how often, is it answered in time, and what comes back?"),
        make=trouble_papers.complaints_paper,
        controls=frozenset(
            {Control.PERIOD, Control.AGAINST, Control.DEPARTMENT, Control.CUSTOMER, Control.REGION, Control.PRODUCT}
        ),
        choices=tuple((code, label) for code, label in _TROUBLES.items() if code != "kind"),
        by_label=_BY,
        order=30,
        is_live=True,
    ),
    Standard(
        doubtful_papers.CODE,
        _("Data quality"),
        QUALITY,
        _("Which data of customers, products and orders are missing or doubtful?"),
        make=doubtful_papers.paper,
        controls=frozenset({Control.TOP}),
        choices=((doubtful_papers.ALL, _("Everything")), *doubtful_papers.choices()),
        by_label=pgettext_lazy("data quality", "Area"),
        top=20,
        order=40,
        is_live=True,
    ),
)
