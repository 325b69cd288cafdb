"""Addresses of forecasts."""

from django.urls import path

from reports.outlook import views

patterns = [
    path("reports/forecast/", views.show, name="forecast"),
    path("reports/forecast/file/", views.take, name="forecast-file"),
    path("reports/forecast/kept/", views.list_kept, name="forecasts-kept"),
    path("reports/forecast/kept/new/", views.keep, name="forecast-keep"),
    path("reports/forecast/kept/<int:forecast_id>/", views.show_kept, name="forecast-kept"),
    path("reports/forecast/kept/<int:forecast_id>/file/", views.take_kept, name="forecast-kept-file"),
    path("reports/forecast/kept/<int:forecast_id>/drop/", views.drop_kept, name="forecast-kept-drop"),
]
