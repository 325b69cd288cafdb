"""Addresses of contacts with customers."""

from django.urls import path

from orders.order import addresses  # noqa: F401 the converter ``ref``
from orders.service.contacts import views

patterns = [
    path("follow-ups/", views.list_contacts, name="follow-up-list"),
    path("follow-ups/new/", views.plan_contact, name="follow-up-new"),
    path("follow-ups/write/", views.write_down_contact, name="follow-up-write"),
    path("follow-ups/<int:follow_up_id>/", views.show_contact, name="follow-up-detail"),
    path("follow-ups/<int:follow_up_id>/hold/", views.hold_contact, name="follow-up-hold"),
    path("follow-ups/<int:follow_up_id>/change/", views.change_contact, name="follow-up-change"),
    path("follow-ups/<int:follow_up_id>/move/", views.move_contact, name="follow-up-move"),
    path("follow-ups/<int:follow_up_id>/drop/", views.drop_contact, name="follow-up-drop"),
    path("orders/<ref:reference>/communication/", views.order_record, name="order-communication"),
    path(
        "panels/customers/<int:customer_id>/communication/",
        views.customer_record,
        name="panel-customer-communication",
    ),
]
