"""The API of reminders: each room brings its own part."""

from typing import Any

from rest_framework.routers import SimpleRouter

from reminders.channels.api import RobotViewSet
from reminders.desk.api import ReminderHistoryViewSet, ReminderLetterViewSet, ReminderViewSet
from reminders.rules.api import ReminderAnchorViewSet, ReminderRuleViewSet, ReminderTemplateViewSet

router = SimpleRouter()
router.register("reminder-rules", ReminderRuleViewSet, basename="api-reminder-rule")
router.register("reminder-anchors", ReminderAnchorViewSet, basename="api-reminder-anchor")
router.register("reminder-templates", ReminderTemplateViewSet, basename="api-reminder-template")
router.register("reminder-robots", RobotViewSet, basename="api-reminder-robot")
router.register("reminders", ReminderViewSet, basename="api-reminder")
router.register("reminder-history", ReminderHistoryViewSet, basename="api-reminder-history")
router.register("reminder-letters", ReminderLetterViewSet, basename="api-reminder-letter")
urlpatterns: list[Any] = [*router.urls]
