"""Addresses of service policies and progress letters."""

from django.urls import path

from orders.order import addresses  # noqa: F401 the converter ``ref``
from orders.service.letters import views

patterns = [
    path("service-policy/", views.company_policy, name="service-policy"),
    path("customers/<int:customer_id>/service-policy/", views.customer_policy, name="customer-service-policy"),
    path("customers/<int:customer_id>/service-policy/drop/", views.drop_policy, name="customer-service-policy-drop"),
    path("orders/<ref:reference>/progress-letter/", views.draft_order_letter, name="order-progress-letter"),
    path("customers/<int:customer_id>/progress-letter/", views.draft_letter, name="progress-letter-new"),
    path("progress-letters/", views.list_letters, name="progress-letters"),
    path("progress-letters/<int:letter_id>/", views.show_letter, name="progress-letter"),
    path("progress-letters/<int:letter_id>/edit/", views.change_letter, name="progress-letter-edit"),
    path("progress-letters/<int:letter_id>/send/", views.send_letter, name="progress-letter-send"),
    path("progress-letters/<int:letter_id>/resend/", views.resend_letter, name="progress-letter-resend"),
    path("progress-letters/<int:letter_id>/drop/", views.drop_letter, name="progress-letter-drop"),
]
