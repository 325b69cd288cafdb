"""Addresses of taking orders apart over the API."""

from django.urls import path

from tasks.decomposing.api import OrderDecompositionViewSet as Proposal
from tasks.decomposing.api import ProposedTaskViewSet as Task

_ORDER = "orders/<str:reference>/decomposition/"
patterns = [
    path(_ORDER, Proposal.as_view({"get": "retrieve", "post": "create"}), name="api-decomposition"),
    path(f"{_ORDER}release/", Proposal.as_view({"post": "release"}), name="api-decomposition-release"),
    path(f"{_ORDER}discard/", Proposal.as_view({"post": "discard"}), name="api-decomposition-discard"),
    path(f"{_ORDER}tasks/", Proposal.as_view({"post": "add"}), name="api-decomposition-add"),
    path(
        f"{_ORDER}tasks/<int:task_id>/",
        Task.as_view({"patch": "partial_update", "put": "update", "delete": "destroy"}),
        name="api-proposed-task",
    ),
    path(f"{_ORDER}tasks/<int:task_id>/keep/", Task.as_view({"post": "keep"}), name="api-proposed-task-keep"),
]
