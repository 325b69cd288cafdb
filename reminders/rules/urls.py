"""Addresses of reminder rules and their words, within those of the app."""

from django.urls import path

from reminders.rules import views

patterns = [
    path("reminders/rules/", views.list_rules, name="rules"),
    path("reminders/rules/new/", views.edit_rule, name="rule-new"),
    path("reminders/rules/<int:rule_id>/", views.show_rule, name="rule-detail"),
    path("reminders/rules/<int:rule_id>/edit/", views.edit_rule, name="rule-edit"),
    path("reminders/rules/<int:rule_id>/switch/", views.switch_rule, name="rule-switch"),
    path("reminders/rules/<int:rule_id>/copy/", views.copy_rule, name="rule-copy"),
    path("reminders/words/", views.list_words, name="words"),
    path("reminders/words/new/", views.edit_words, name="words-new"),
    path("reminders/words/preview/", views.preview_words, name="words-preview"),
    path("reminders/words/<int:template_id>/", views.edit_words, name="words-edit"),
]
