"""Addresses of targets and strategy."""

from django.urls import path

from reports.targets import views

patterns = [
    path("reports/targets/", views.plan, name="targets"),
    path("reports/targets/plan.xlsx", views.to_fill_in, name="targets-sheet"),
    path("reports/strategy/", views.note, name="strategy-add"),
    path("reports/strategy/<int:note_id>/", views.note, name="strategy-note"),
    path("reports/strategy/<int:note_id>/remove/", views.remove_note, name="strategy-remove"),
]
