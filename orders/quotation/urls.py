"""Addresses of inquiries and quotations, within those of the app."""

from django.urls import path

from orders.quotation.views import inquiries, mailing, quotations

patterns = [
    path("quotations/", quotations.list_quotations, name="quotation-list"),
    path("quotations/new/", quotations.new_quotation, name="quotation-new"),
    path("quotations/rows/", quotations.preview_rows, name="quotation-rows"),
    path("quotations/<str:number>/", quotations.show_quotation, name="quotation-detail"),
    path("quotations/<str:number>/send/", quotations.send_quotation, name="quotation-send"),
    path("quotations/<str:number>/mail/", mailing.mail_quotation, name="quotation-mail"),
    path("quotations/<str:number>/mail/preview/", mailing.preview_mail, name="quotation-mail-preview"),
    path("quotations/<str:number>/win/", quotations.win_quotation, name="quotation-win"),
    path("quotations/<str:number>/lose/", quotations.lose_quotation, name="quotation-lose"),
    path("quotations/<str:number>/withdraw/", quotations.withdraw_quotation, name="quotation-withdraw"),
    path("quotations/<str:number>/convert/", quotations.convert_quotation, name="quotation-convert"),
    path("quotations/<str:number>/alternative/", quotations.add_alternative, name="quotation-alternative"),
    path("quotations/<str:number>/<str:code>/edit/", quotations.edit_version, name="quotation-edit"),
    path("quotations/<str:number>/<str:code>/revise/", quotations.revise_quotation, name="quotation-revise"),
    path("quotations/<str:number>/<str:code>/drop/", quotations.drop_version, name="quotation-drop"),
    path("quotations/<str:number>/<str:code>/paper/", quotations.show_paper, name="quotation-paper"),
    path("inquiries/", inquiries.list_inquiries, name="inquiry-list"),
    path("inquiries/new/", inquiries.record_inquiry, name="inquiry-new"),
    path("inquiries/<str:number>/", inquiries.show_inquiry, name="inquiry-detail"),
    path("inquiries/<str:number>/edit/", inquiries.edit_inquiry, name="inquiry-edit"),
    path("inquiries/<str:number>/close/", inquiries.close_inquiry, name="inquiry-close"),
    path(
        "panels/customers/<int:customer_id>/quotations/",
        quotations.customer_quotations,
        name="panel-customer-quotations",
    ),
]
