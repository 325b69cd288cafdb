"""Addresses of plans for all tasks, within those of the app."""

from django.urls import path

from tasks.planning import views

patterns = [
    path("tasks/plans/", views.list_plans, name="plan-list"),
    path("tasks/plans/new/", views.new_plan, name="plan-new"),
    path("tasks/plans/<int:run_id>/", views.show_plan, name="plan-detail"),
    path("tasks/plans/<int:run_id>/take/", views.take_plan, name="plan-take"),
    path("tasks/plans/<int:run_id>/discard/", views.discard_plan, name="plan-discard"),
]
