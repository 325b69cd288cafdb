"""Addresses of the report pages: each room brings its own."""

from django.urls import URLPattern

from reports.builder import urls as builder
from reports.outlook import urls as outlook

app_name = "reports"

urlpatterns: list[URLPattern] = [*builder.patterns, *outlook.patterns]
