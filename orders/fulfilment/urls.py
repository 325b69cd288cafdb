"""Addresses of the pages about goods on their way; those of the documents themselves stand in ``orders.urls``."""

from django.urls import path

from orders.fulfilment.transit import views as transit

patterns = [
    path("outbound/<str:number>/tell/", transit.tell_customer, name="outbound-tell"),
    path("outbound/<str:number>/news/", transit.record_news, name="outbound-news"),
]
