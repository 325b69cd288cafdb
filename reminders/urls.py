"""Addresses of the reminder pages: each room brings its own."""

from django.urls import URLPattern

from reminders.channels import urls as channels
from reminders.desk import urls as desk
from reminders.rules import urls as rules

app_name = "reminders"

urlpatterns: list[URLPattern] = [*channels.patterns, *rules.patterns, *desk.patterns]
