"""Addresses of the duties of stages, within those of the app."""

from django.urls import path

from tasks.duties import views

patterns = [
    path("tasks/duties/", views.list_duties, name="duties"),
    path("tasks/duties/new/", views.edit_duty, name="duty-new"),
    path("tasks/duties/<int:duty_id>/", views.edit_duty, name="duty-edit"),
]
