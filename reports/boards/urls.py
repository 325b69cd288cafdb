"""Addresses of the boards."""

from django.urls import path

from reports.boards import views

patterns = [path("reports/key-figures/", views.show_key_figures, name="key-figures")]
