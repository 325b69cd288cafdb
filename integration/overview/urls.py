"""Addresses of the change feed's pages."""

from django.urls import path

from integration.overview import views

patterns = [
    path("integration/feed/", views.show_feed, name="feed"),
    path("integration/feed/kinds/<str:kind>/", views.show_kind, name="feed-kind"),
]
