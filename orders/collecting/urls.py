"""Addresses of statements of account and of dunning."""

from django.urls import path

from orders.collecting import views
from orders.collecting.confirming import views as confirming
from orders.collecting.dunning import views as dunning

patterns = [
    path("statements/", views.list_statements, name="statement-list"),
    path("statements/new/", views.draw_statement, name="statement-new"),
    path("statements/<str:number>/", views.show_statement, name="statement-detail"),
    path("statements/<str:number>/ask/", confirming.ask_customer, name="statement-ask"),
    path("statements/<str:number>/resend/", confirming.resend, name="statement-resend"),
    path("statements/<str:number>/revoke/", confirming.revoke, name="statement-revoke"),
    path("statements/<str:number>/record/", confirming.record_answer, name="statement-record"),
    path("statements/<str:number>/paper/", views.print_statement, name="statement-paper"),
    path("dunning/", dunning.list_proposals, name="dunning-list"),
    path("dunning/letters/", dunning.list_letters, name="dunning-letters"),
    path("dunning/letters/<str:number>/", dunning.show_letter, name="dunning-letter"),
    path("dunning/letters/<str:number>/paper/", dunning.print_letter, name="dunning-paper"),
    path("dunning/<int:customer_id>/<str:currency_code>/send/", dunning.send_letter, name="dunning-send"),
]
