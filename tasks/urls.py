"""Addresses of the task pages: each room brings its own."""

from django.urls import URLPattern

app_name = "tasks"

urlpatterns: list[URLPattern] = []
