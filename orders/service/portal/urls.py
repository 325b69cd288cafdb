"""Addresses of accesses to customers' pages, and of what the order's page shows of the customer's voice."""

from django.urls import path

from orders.service.portal import views

patterns = [
    path("panels/customers/<int:customer_id>/page/", views.customer_panel, name="panel-customer-page"),
    path("panels/orders/<ref:reference>/voice/", views.order_panel, name="panel-order-voice"),
    path("customers/<int:customer_id>/page/give/", views.give_to_customer, name="page-give"),
    path("orders/<ref:reference>/page/give/", views.give_to_order, name="page-give-order"),
    path("page-accesses/<int:access_id>/resend/", views.resend, name="page-resend"),
    path("page-accesses/<int:access_id>/revoke/", views.revoke, name="page-revoke"),
]
