"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from accounts.background.api import BackgroundJobViewSet, DoubtfulMessageViewSet
from accounts.console.api import WorkingCalendarViewSet
from accounts.exports.api import ExportViewSet
from accounts.periods.api import PeriodViewSet
from accounts.rulebook.api import ClauseViewSet
from accounts.sign_in.api import SessionViewSet

router = SimpleRouter()
router.register("rulebook", ClauseViewSet, basename="api-rulebook")
router.register("background-jobs", BackgroundJobViewSet, basename="api-background-job")
router.register("doubtful-messages", DoubtfulMessageViewSet, basename="api-doubtful-message")
router.register("exports", ExportViewSet, basename="api-export")
router.register("periods", PeriodViewSet, basename="api-period")
router.register("sessions", SessionViewSet, basename="api-session")
router.register("working-calendar", WorkingCalendarViewSet, basename="api-working-calendar")
urlpatterns = router.urls
