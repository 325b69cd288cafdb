"""Addresses of the pages of carriers' bills."""

from django.urls import path

from orders.fulfilment.freight_bills import views

patterns = [
    path("freight-bills/", views.list_bills, name="freight-list"),
    path("freight-bills/open/", views.list_open, name="freight-open"),
    path("freight-bills/new/", views.record_bill, name="freight-new"),
    path("freight-bills/<str:number>/", views.show_bill, name="freight-detail"),
    path("freight-bills/<str:number>/edit/", views.edit_bill, name="freight-edit"),
    path("freight-bills/<str:number>/approve/", views.approve_bill, name="freight-approve"),
    path("freight-bills/<str:number>/pay/", views.pay_bill, name="freight-pay"),
    path("freight-bills/<str:number>/take-back/", views.take_back_bill, name="freight-take-back"),
    path("freight-bills/<str:number>/void/", views.void_bill, name="freight-void"),
]
