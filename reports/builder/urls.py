"""Addresses of the report builder."""

from django.urls import path

from reports.builder import views

patterns = [
    path("reports/", views.build, name="builder"),
    path("reports/kept/<int:report_id>/", views.build, name="kept"),
    path("reports/keep/", views.save, name="keep"),
    path("reports/kept/<int:report_id>/keep/", views.save, name="keep-kept"),
    path("reports/kept/<int:report_id>/drop/", views.drop, name="drop"),
    path("reports/members/<slug:axis>/", views.members, name="members"),
    path("reports/rows/", views.show_facts, name="facts"),
    path("reports/file/", views.take, name="file"),
]
