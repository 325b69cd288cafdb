"""Addresses of forecasts."""

from django.urls import path

from reports.outlook import views

patterns = [
    path("reports/forecast/", views.show, name="forecast"),
    path("reports/forecast/file/", views.take, name="forecast-file"),
]
