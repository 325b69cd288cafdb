"""The API of reports: each room brings its own part."""

from typing import Any

from rest_framework.routers import SimpleRouter

from reports.boards.api import BoardViewSet, KeyFigureViewSet
from reports.builder.api import FigureViewSet, KeptReportViewSet
from reports.clientele.api import CustomerThresholdViewSet
from reports.commissions.api import CommissionRuleViewSet, CommissionStatementViewSet
from reports.deliveries.api import ReportScheduleViewSet
from reports.outlook.api import ForecastViewSet, KeptForecastViewSet
from reports.reviews.api import ReviewPointViewSet, ReviewViewSet
from reports.standard.api import StandardReportViewSet
from reports.targets.api import StrategyNoteViewSet, TargetViewSet

router = SimpleRouter()
router.register("figures", FigureViewSet, basename="api-figure")
router.register("kept-reports", KeptReportViewSet, basename="api-kept-report")
router.register("boards", BoardViewSet, basename="api-board")
router.register("key-figures", KeyFigureViewSet, basename="api-key-figure")
router.register("forecasts", ForecastViewSet, basename="api-forecast")
router.register("kept-forecasts", KeptForecastViewSet, basename="api-kept-forecast")
router.register("standard-reports", StandardReportViewSet, basename="api-standard-report")
router.register("report-schedules", ReportScheduleViewSet, basename="api-report-schedule")
router.register("targets", TargetViewSet, basename="api-target")
router.register("strategy-notes", StrategyNoteViewSet, basename="api-strategy-note")
router.register("commission-rules", CommissionRuleViewSet, basename="api-commission-rule")
router.register("commission-statements", CommissionStatementViewSet, basename="api-commission-statement")
router.register("customer-thresholds", CustomerThresholdViewSet, basename="api-customer-threshold")
router.register("reviews", ReviewViewSet, basename="api-review")
router.register("review-points", ReviewPointViewSet, basename="api-review-point")
urlpatterns: list[Any] = [*router.urls]
