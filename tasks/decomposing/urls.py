"""Addresses of taking orders apart and of its rules."""

from django.urls import path

from tasks.decomposing import rule_views, views

_ORDER = "orders/<ref:reference>/decompose/"
patterns = [
    path(_ORDER, views.show_proposal, name="order-decompose"),
    path(f"{_ORDER}propose/", views.propose, name="order-decompose-propose"),
    path(f"{_ORDER}release/", views.release, name="order-decompose-release"),
    path(f"{_ORDER}discard/", views.discard, name="order-decompose-discard"),
    path(f"{_ORDER}add/", views.add, name="order-decompose-add"),
    path(f"{_ORDER}<int:task_id>/edit/", views.edit, name="order-decompose-edit"),
    path(f"{_ORDER}<int:task_id>/drop/", views.drop, name="order-decompose-drop"),
    path(f"{_ORDER}<int:task_id>/keep/", views.keep, name="order-decompose-keep"),
    path("tasks/rules/", rule_views.list_rules, name="rules"),
    path("tasks/rules/new/", rule_views.new_rule, name="rule-new"),
    path("tasks/rules/try/", rule_views.try_rules, name="rules-try"),
    path("tasks/rules/words/", rule_views.list_words, name="words"),
    path("tasks/rules/words/new/", rule_views.new_word, name="word-new"),
    path("tasks/rules/words/<int:word_id>/", rule_views.edit_word, name="word-edit"),
    path("tasks/rules/<int:rule_id>/", rule_views.show_rule, name="rule-detail"),
    path("tasks/rules/<int:rule_id>/edit/", rule_views.edit_rule, name="rule-edit"),
    path("tasks/rules/<int:rule_id>/templates/new/", rule_views.new_template, name="template-new"),
    path("tasks/rules/templates/<int:template_id>/", rule_views.edit_template, name="template-edit"),
]
