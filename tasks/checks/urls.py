"""Addresses of checks, within those of the app."""

from django.urls import path

from orders.order import addresses  # noqa: F401 the converter ``ref``
from tasks.checks import views

patterns = [
    path("orders/<ref:reference>/progress/", views.show_order, name="order-checks"),
    path("orders/<ref:reference>/progress/check/", views.record_check, name="order-check"),
    path("checks/", views.list_checks, name="check-list"),
    path("checks/<int:check_id>/move/", views.move_check, name="check-move"),
    path("checks/actions/", views.list_actions, name="action-list"),
    path("checks/actions/<int:action_id>/done/", views.finish_action, name="action-done"),
]
