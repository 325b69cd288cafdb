"""Addresses of the pages of integration: each room brings its own."""

from django.urls import URLPattern

from integration.overview import urls as overview
from integration.webhooks import urls as webhooks

app_name = "integration"

urlpatterns: list[URLPattern] = [*overview.patterns, *webhooks.patterns]
