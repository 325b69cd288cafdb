"""The progress report of an order over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.fields import plain
from common.api.views import ApiViewSet
from tasks.reporting import queries
from tasks.reporting.queries import Report
from tasks.reporting.serializers import ProgressReportSerializer

if TYPE_CHECKING:
    from accounts.people.models import User


class ProgressReportViewSet(ApiViewSet):
    """How far orders are."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}|draft-\d{1,18}"
    serializer_class = ProgressReportSerializer

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read the progress report of an order", responses=ProgressReportSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """Lines, phases, tasks (what is blocked or late first), and days that moved."""
        report = queries.get_report(actor=self.actor, reference=reference, at=clock.now())
        return Response(_document(report))


def _document(report: Report) -> dict[str, Any]:
    facts = report.facts
    return {
        "order": report.order.reference,
        "stage": report.order.stage,
        "at": report.at,
        "progress": facts.progress,
        **{f"tasks_{name}": getattr(facts, name) for name in ("done", "late", "blocked")},
        "tasks_all": facts.tasks,
        "promised_date": facts.promised,
        "planned_end": facts.planned_end,
        "open_exceptions": report.exceptions,
        "lines": [
            {
                "line_no": one.line.line_no,
                "product": one.line.product_code,
                **{name: plain(getattr(one.line, name), 4) for name in ("ordered", "shipped", "signed")},
                "work_done": one.done,
                "promised_date": one.line.promised_date,
                "late_days": one.late_days,
            }
            for one in report.lines
        ],
        "phases": [
            {name: getattr(one, name) for name in ("name", "target", "target_date", "tasks", "done", "end", "is_late")}
            for one in report.phases
        ],
        "tasks": [
            {
                "id": one.pk,
                **{name: getattr(one, name) for name in ("title", "line_no", "state", "progress", "planned_end")},
                "department": one.department.code,
                "owner": one.owner.username if one.owner else None,
            }
            for one in report.tasks
        ],
        "moves": [
            {
                "task": one.task.title if one.task else None,
                **{name: getattr(one, name) for name in ("before", "after", "days", "cause", "words", "is_told")},
            }
            for one in report.moves
        ],
    }
