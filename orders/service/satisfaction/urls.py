"""Addresses of how content customers are."""

from django.urls import path

from orders.service.satisfaction import views

patterns = [
    path("satisfaction/", views.list_requests, name="satisfaction-list"),
    path("satisfaction/figures/", views.show_figures, name="satisfaction-figures"),
    path("satisfaction/<int:request_id>/resend/", views.resend, name="satisfaction-resend"),
    path("satisfaction/<int:request_id>/revoke/", views.revoke, name="satisfaction-revoke"),
    path("orders/<ref:reference>/satisfaction/ask/", views.ask_customer, name="satisfaction-ask"),
]
