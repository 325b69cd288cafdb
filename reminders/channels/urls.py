"""Addresses of the robots' pages."""

from django.urls import path

from reminders.channels import views

patterns = [
    path("reminders/robots/", views.list_robots, name="robots"),
    path("reminders/robots/new/", views.edit_robot, name="robot-new"),
    path("reminders/robots/<int:robot_id>/", views.edit_robot, name="robot-edit"),
    path("reminders/robots/<int:robot_id>/test/", views.test_robot, name="robot-test"),
    path("reminders/robots/<int:robot_id>/off/", views.switch_off, name="robot-off"),
]
