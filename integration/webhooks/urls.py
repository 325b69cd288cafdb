"""Addresses of the webhooks' pages."""

from django.urls import path

from integration.webhooks import views

patterns = [
    path("integration/webhooks/", views.list_endpoints, name="webhooks"),
    path("integration/webhooks/new/", views.edit, name="webhook-new"),
    path("integration/webhooks/<int:endpoint_id>/", views.show, name="webhook"),
    path("integration/webhooks/<int:endpoint_id>/edit/", views.edit, name="webhook-edit"),
    path("integration/webhooks/<int:endpoint_id>/secret/", views.rotate, name="webhook-rotate"),
    path("integration/webhooks/<int:endpoint_id>/switch/", views.switch, name="webhook-switch"),
    path("integration/webhooks/<int:endpoint_id>/look-through/", views.look_through, name="webhook-look-through"),
    path("integration/webhooks/<int:endpoint_id>/test/", views.send_test, name="webhook-test"),
    path("integration/webhooks/<int:endpoint_id>/place/", views.go_to, name="webhook-place"),
    path("integration/webhooks/<int:endpoint_id>/remove/", views.remove, name="webhook-remove"),
    path("integration/webhooks/<int:endpoint_id>/log/<int:attempt_id>/resend/", views.resend, name="webhook-resend"),
]
