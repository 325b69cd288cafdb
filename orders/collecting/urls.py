"""Addresses of statements of account."""

from django.urls import path

from orders.collecting import views

patterns = [
    path("statements/", views.list_statements, name="statement-list"),
    path("statements/new/", views.draw_statement, name="statement-new"),
    path("statements/<str:number>/", views.show_statement, name="statement-detail"),
    path("statements/<str:number>/paper/", views.print_statement, name="statement-paper"),
]
