"""Address of the statistics of change requests, within those of the app."""

from django.urls import path

from orders.changes.statistics import views

patterns = [path("changes/statistics/", views.show_statistics, name="change-statistics")]
