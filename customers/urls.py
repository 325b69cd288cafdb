"""Addresses of the customer pages."""

from django.urls import path

from customers.cleaning import views as cleaning
from customers.credit.urls import patterns as credit
from customers.disclosures import views as disclosures
from customers.privacy import views as privacy
from customers.retention import views as retention
from customers.views import archive, contacts, currencies, partners, standing
from customers.voice import views as voice

app_name = "customers"

urlpatterns = [
    *credit,
    path("customers/", archive.list_customers, name="customer-list"),
    path("customers/columns/", archive.choose_columns, name="customer-columns"),
    path("customers/new/", archive.create_customer, name="customer-new"),
    path("customers/suggest/", archive.suggest_customers, name="suggest"),
    path("customers/<int:customer_id>/", archive.show_customer, name="customer-detail"),
    path("customers/<int:customer_id>/edit/", archive.edit_customer, name="customer-edit"),
    path("customers/<int:customer_id>/assign/", standing.assign_customer, name="customer-assign"),
    path("customers/<int:customer_id>/block/", standing.block_customer, name="customer-block"),
    path("customers/<int:customer_id>/unblock/", standing.unblock_customer, name="customer-unblock"),
    path("customers/<int:customer_id>/merge/", standing.merge_customer, name="customer-merge"),
    path("customers/<int:customer_id>/merge/<int:target_id>/", cleaning.preview_merge, name="customer-merge-preview"),
    path("customers/duplicates/", cleaning.list_duplicates, name="duplicate-list"),
    path("customers/duplicates/search/", cleaning.search_duplicates, name="duplicate-search"),
    path("customers/duplicates/<int:pair_id>/", cleaning.decide_pair, name="duplicate-decide"),
    path("customers/<int:customer_id>/contacts/new/", contacts.edit_contact, name="contact-new"),
    path("customers/<int:customer_id>/contacts/<int:contact_id>/", contacts.edit_contact, name="contact-edit"),
    path(
        "customers/<int:customer_id>/contacts/<int:contact_id>/remove/", contacts.remove_contact, name="contact-remove"
    ),
    path("customers/<int:customer_id>/contacts/<int:contact_id>/show/", contacts.reveal_contact, name="contact-reveal"),
    path("customers/<int:customer_id>/addresses/new/", contacts.edit_address, name="address-new"),
    path("customers/<int:customer_id>/addresses/<int:address_id>/", contacts.edit_address, name="address-edit"),
    path(
        "customers/<int:customer_id>/addresses/<int:address_id>/remove/",
        contacts.remove_address,
        name="address-remove",
    ),
    path("customers/<int:customer_id>/notes/new/", voice.add_note, name="note-new"),
    path("customers/<int:customer_id>/notes/<int:note_id>/answer/", voice.answer_note, name="note-answer"),
    path("customers/<int:customer_id>/notes/<int:note_id>/done/", voice.finish_note, name="note-done"),
    path("customers/<int:customer_id>/notes/<int:note_id>/withdraw/", voice.withdraw_note, name="note-withdraw"),
    path("disclosures/", disclosures.list_disclosures, name="disclosure-list"),
    path("anonymisations/", privacy.list_requests, name="anonymisation-list"),
    path("anonymisations/<int:anonymisation_id>/", privacy.show_request, name="anonymisation-detail"),
    path("anonymisations/<int:anonymisation_id>/look/", privacy.look_again, name="anonymisation-look"),
    path("anonymisations/<int:anonymisation_id>/decide/", privacy.decide_texts, name="anonymisation-decide"),
    path("anonymisations/<int:anonymisation_id>/confirm/", privacy.confirm_request, name="anonymisation-confirm"),
    path("anonymisations/<int:anonymisation_id>/refuse/", privacy.refuse_request, name="anonymisation-refuse"),
    path("customers/<int:customer_id>/anonymise/", privacy.note_request, name="anonymisation-new"),
    path("customers/<int:customer_id>/hold/", privacy.hold_data, name="data-hold"),
    path("customers/<int:customer_id>/release/", privacy.release_data, name="data-release"),
    path("retention/", retention.list_rules, name="retention-list"),
    path("retention/<slug:rule_key>/", retention.change_rule, name="retention-rule"),
    path("carriers/", partners.list_carriers, name="carrier-list"),
    path("carriers/new/", partners.edit_carrier, name="carrier-new"),
    path("carriers/<int:carrier_id>/", partners.edit_carrier, name="carrier-edit"),
    path("currencies/", currencies.list_currencies, name="currency-list"),
    path("currencies/new/", currencies.edit_currency, name="currency-new"),
    path("currencies/<slug:currency_code>/", currencies.show_currency, name="currency-detail"),
    path("currencies/<slug:currency_code>/edit/", currencies.edit_currency, name="currency-edit"),
    path("currencies/<slug:currency_code>/rates/", currencies.add_rate, name="rate-new"),
    path("payment-terms/", partners.list_terms, name="term-list"),
    path("payment-terms/new/", partners.edit_term, name="term-new"),
    path("payment-terms/<int:term_id>/", partners.edit_term, name="term-edit"),
]
