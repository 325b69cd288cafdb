"""Addresses of standard reports."""

from django.urls import path

from reports.standard import views

patterns = [
    path("reports/standard/", views.list_reports, name="standard-list"),
    path("reports/standard/<str:code>/", views.show, name="standard"),
    path("reports/standard/<str:code>/file/", views.take, name="standard-file"),
]
