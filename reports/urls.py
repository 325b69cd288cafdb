"""Addresses of the report pages: each room brings its own."""

from django.urls import URLPattern

from reports.boards import urls as boards
from reports.builder import urls as builder
from reports.outlook import urls as outlook

app_name = "reports"

urlpatterns: list[URLPattern] = [*boards.patterns, *builder.patterns, *outlook.patterns]
