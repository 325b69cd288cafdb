"""Addresses of reports sent by mail."""

from django.urls import path

from reports.deliveries import views

patterns = [
    path("reports/mails/", views.list_schedules, name="schedules"),
    path("reports/kept/<int:report_id>/mail/", views.edit, name="schedule-new"),
    path("reports/mails/<int:schedule_id>/", views.show, name="schedule"),
    path("reports/mails/<int:schedule_id>/edit/", views.edit, name="schedule-edit"),
    path("reports/mails/<int:schedule_id>/preview/<int:person_id>/", views.preview, name="schedule-preview"),
    path("reports/mails/<int:schedule_id>/switch/", views.switch, name="schedule-switch"),
    path("reports/mails/<int:schedule_id>/send/", views.send_now, name="schedule-send"),
    path("reports/mails/<int:schedule_id>/leave/", views.leave, name="schedule-leave"),
    path("reports/mails/<int:schedule_id>/remove/", views.remove, name="schedule-remove"),
]
