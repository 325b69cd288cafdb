"""Addresses of shifts of many orders, within those of the app."""

from django.urls import path

from orders.changes.shifting import views

patterns = [
    path("changes/shift/", views.list_shifts, name="shift-list"),
    path("changes/shift/new/", views.new_shift, name="shift-new"),
    path("changes/shift/<int:shift_id>/", views.show_shift, name="shift-detail"),
    path("changes/shift/<int:shift_id>/publish/", views.publish_shift, name="shift-publish"),
    path("changes/shift/<int:shift_id>/discard/", views.discard_shift, name="shift-discard"),
]
