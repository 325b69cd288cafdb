"""Addresses of the panels on the pages of customers and products."""

from django.urls import path

from reports.clientele import views

patterns = [
    path("panels/customers/<int:customer_id>/analysis/", views.show_customer, name="panel-customer-analysis"),
    path("panels/products/<int:product_id>/related/", views.show_product, name="panel-product-related"),
]
