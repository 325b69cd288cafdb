"""The API of reports: each room brings its own part."""

from typing import Any

from rest_framework.routers import SimpleRouter

from reports.builder.api import FigureViewSet, KeptReportViewSet
from reports.outlook.api import ForecastViewSet

router = SimpleRouter()
router.register("figures", FigureViewSet, basename="api-figure")
router.register("kept-reports", KeptReportViewSet, basename="api-kept-report")
router.register("forecasts", ForecastViewSet, basename="api-forecast")
urlpatterns: list[Any] = [*router.urls]
