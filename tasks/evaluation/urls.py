"""Addresses of evaluations, rewards and cases, within those of the app."""

from django.urls import path

from orders.order import addresses  # noqa: F401 the converter ``ref``
from tasks.evaluation.views import cases, rewards
from tasks.evaluation.views import evaluations as views

patterns = [
    path("evaluations/", views.list_evaluations, name="evaluation-list"),
    path("evaluations/people/", views.show_performance, name="performance"),
    path("evaluations/<int:evaluation_id>/", views.show_evaluation, name="evaluation-detail"),
    path("evaluations/<int:evaluation_id>/score/", views.score, name="evaluation-score"),
    path("evaluations/<int:evaluation_id>/explain/", views.explain, name="evaluation-explain"),
    path("evaluations/<int:evaluation_id>/end/", views.end, name="evaluation-end"),
    path("evaluations/<int:evaluation_id>/reopen/", views.reopen, name="evaluation-reopen"),
    path("orders/<ref:reference>/evaluate/", views.open_evaluation, name="order-evaluate"),
    path("rewards/", rewards.list_rewards, name="reward-list"),
    path("rewards/new/", rewards.give_reward, name="reward-new"),
    path("rewards/<int:reward_id>/undo/", rewards.undo_reward, name="reward-undo"),
    path("cases/", cases.list_cases, name="case-list"),
    path("cases/new/", cases.edit_case, name="case-new"),
    path("cases/<int:case_id>/", cases.show_case, name="case-detail"),
    path("cases/<int:case_id>/edit/", cases.edit_case, name="case-edit"),
]
