"""The API of tasks: each room brings its own part."""

from typing import Any

from django.urls import path
from rest_framework.routers import SimpleRouter

from tasks.assigning.api import AssignmentWeightsViewSet, PersonSkillViewSet, TaskAssigningViewSet
from tasks.board.api import TaskBoardViewSet, TaskCalendarViewSet, TaskLoadViewSet
from tasks.checks.api import CheckCadenceViewSet, CorrectiveActionViewSet, ProgressCheckViewSet
from tasks.decomposing import api_urls as decomposing
from tasks.decomposing.api import DecompositionRuleViewSet, ProductionWordViewSet, TaskTemplateViewSet
from tasks.doing.api import TaskViewSet
from tasks.duties.api import StageDutyViewSet
from tasks.evaluation.api import CaseViewSet, EvaluationViewSet, PerformanceViewSet, RewardViewSet
from tasks.planning.api import TaskPlanViewSet
from tasks.reporting.api import ProgressReportViewSet
from tasks.requirements.api import OrderSupplyViewSet, RequirementViewSet
from tasks.scheduling.api import (
    DateMoveViewSet,
    OrderPhaseViewSet,
    OrderScheduleViewSet,
    ScheduleConflictViewSet,
    TaskSchedulingViewSet,
)
from tasks.scheduling.people_api import AbsenceViewSet, WorkingHoursViewSet

router = SimpleRouter()
router.register("tasks", TaskViewSet, basename="api-task")
router.register("tasks", TaskAssigningViewSet, basename="api-task-assigning")
router.register("assignment-weights", AssignmentWeightsViewSet, basename="api-assignment-weights")
router.register("person-skills", PersonSkillViewSet, basename="api-person-skill")
router.register("checks", ProgressCheckViewSet, basename="api-check")
router.register("corrective-actions", CorrectiveActionViewSet, basename="api-corrective-action")
router.register("check-cadences", CheckCadenceViewSet, basename="api-check-cadence")
router.register("stage-duties", StageDutyViewSet, basename="api-stage-duty")
router.register("evaluations", EvaluationViewSet, basename="api-evaluation")
router.register("performance", PerformanceViewSet, basename="api-performance")
router.register("rewards", RewardViewSet, basename="api-reward")
router.register("cases", CaseViewSet, basename="api-case")
router.register("progress-reports", ProgressReportViewSet, basename="api-progress-report")
router.register("task-plans", TaskPlanViewSet, basename="api-task-plan")
router.register("requirements", RequirementViewSet, basename="api-requirement")
router.register("task-board", TaskBoardViewSet, basename="api-task-board")
router.register("task-calendar", TaskCalendarViewSet, basename="api-task-calendar")
router.register("task-load", TaskLoadViewSet, basename="api-task-load")
router.register("decomposition-rules", DecompositionRuleViewSet, basename="api-decomposition-rule")
router.register("task-templates", TaskTemplateViewSet, basename="api-task-template")
router.register("production-words", ProductionWordViewSet, basename="api-production-word")
router.register("tasks", TaskSchedulingViewSet, basename="api-task-scheduling")
router.register("date-moves", DateMoveViewSet, basename="api-date-move")
router.register("working-hours", WorkingHoursViewSet, basename="api-working-hours")
router.register("absences", AbsenceViewSet, basename="api-absence")
router.register("schedule-conflicts", ScheduleConflictViewSet, basename="api-schedule-conflict")
_SCHEDULE: dict[str, Any] = {"get": "retrieve", "post": "create"}
_PHASE: dict[str, Any] = {"get": "retrieve", "put": "update"}
urlpatterns = [
    path("orders/<str:reference>/schedule/", OrderScheduleViewSet.as_view(_SCHEDULE), name="api-order-schedule"),
    path("orders/<str:reference>/phases/", OrderPhaseViewSet.as_view({"get": "list"}), name="api-order-phases"),
    path("orders/<str:reference>/phases/<slug:phase>/", OrderPhaseViewSet.as_view(_PHASE), name="api-order-phase"),
    *decomposing.patterns,
    path("orders/<str:reference>/supply/", OrderSupplyViewSet.as_view({"get": "retrieve"}), name="api-order-supply"),
    *router.urls,
]
