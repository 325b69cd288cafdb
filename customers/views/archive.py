"""The list of customers, a customer's page, adding and changing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import clock, currencies, dates, doors, keyset, pages
from customers import duplicates, forms, listing, operations, policies, queries, sheet
from customers.credit import queries as credit
from customers.credit.policies import DECIDE, PROPOSE
from customers.disclosures import looking
from customers.disclosures import queries as disclosures
from customers.filters import CustomerFilter
from customers.privacy import queries as privacy
from customers.voice import queries as voice
from segments.classification import sheet as rules
from segments.custom_fields import values as custom_fields

PAGE_SIZE = 50
SHOWN_NOTES = 100


@require_GET
def list_customers(request: HttpRequest) -> HttpResponse:
    """The list, filtered, sorted, a page at a time."""
    rows = doors.filtered(CustomerFilter, request.GET, queries.list_customers(request.user))
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or "last_order",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    own = listing.custom(request.user)
    columns = listing.chosen(people_queries.preference(request.user, listing.COLUMNS_KEY), own)
    if {"tags", "flags"}.intersection(column.key for column in columns):
        rules.name_rows(page.items)
    count, is_estimate = keyset.count(rows)
    context = {
        "page": page,
        "columns": columns,
        "every_column": [*listing.EVERY, *((column.key, column.label) for column in own)],
        "shown_keys": [column.key for column in columns],
        "rows": [{"pk": row.pk, "cells": listing.draw(row, columns)} for row in page.items],
        "count": count,
        "is_estimate": is_estimate,
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.ListForm(request.GET, user=request.user),
        "may_create": rights.can(request.user, "customer.create"),
    }
    return pages.render(request, "customers/customer/list.html", context, parts=("list",))


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Save which columns a person wants; ``reset`` goes back to the usual ones."""
    keys = [] if "reset" in request.POST else request.POST.getlist("columns")
    own = {column.key for column in listing.custom(request.user)}
    known = [key for key in keys if key in listing.COLUMNS or key in own]
    people.remember(actor=request.user, key=listing.COLUMNS_KEY, value=known or None, at=clock.now())
    home, back = reverse("customers:customer-list"), request.POST.get("next", "")
    return pages.leave(request, back if back.startswith(home) else home, _("Columns saved"))


@require_GET
def show_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A customer's page, or the part of it that a tab asks for. A merged one leads to where it went."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    if customer.merged_into_id:
        moved = _("%(code)s was merged into this customer.") % {"code": customer.code}
        return pages.leave(request, reverse("customers:customer-detail", args=[customer.merged_into_id]), moved)
    tabs = sheet.tabs_of(request.user, customer)
    tab = next((tab for tab in tabs if tab.key == request.GET.get("tab")), tabs[0])
    actions = sheet.actions_of(request.user, customer)
    context = {
        "customer": customer,
        "tab": tab,
        "tabs": sheet.tab_items(customer, tabs, tab.key),
        "pane_template": "customers/customer/_remote.html" if tab.panel_url else f"customers/customer/_{tab.key}.html",
        "flags": sheet.flags_of(request.user, customer),
        "facts": sheet.facts_of(customer),
        "actions": actions,
        "has_menu": bool(actions.keys() - {"edit", "order"}),
        **_pane(request, customer, tab),
    }
    return pages.render(request, "customers/customer/detail.html", context, parts=("pane",))


def _pane(request: HttpRequest, customer: Any, tab: sheet.Tab) -> dict[str, Any]:
    """What one tab needs beyond the customer."""
    if tab.key == "contacts":
        may_edit = policies.can(request.user, "customer.edit", customer) and policies.sees_contacts(request.user)
        return {
            "contacts": queries.contact_rows(request.user, customer),
            "addresses": queries.address_rows(request.user, customer),
            "may_edit_contacts": may_edit,
            "may_look": looking.may_look(request.user),
            **privacy.of_customer(request.user, customer),
        }
    if tab.key == "assignments":
        return {"assignments": queries.assignments_of(customer), "today": dates.business_day(clock.now())}
    if tab.key == "voice":
        found = list(voice.notes_of(request.user, customer).order_by("-pk")[: SHOWN_NOTES + 1])
        return {
            "notes": found[:SHOWN_NOTES],
            "more_notes": len(found) > SHOWN_NOTES,
            "voice": voice.facts_of(customer),
            "may_note": policies.can(request.user, "customer.note", customer),
        }
    if tab.key == "taken":
        return {"taken": disclosures.of_customer(request.user, customer)}
    if tab.key == "credit":
        return {
            "credit": credit.sheet_of(request.user, customer),
            "may_propose": policies.can(request.user, PROPOSE, customer),
            "may_decide": policies.can(request.user, DECIDE, customer),
            "base_currency": currencies.base(),
        }
    return {
        "sees_credit": policies.sees_credit(request.user),
        "classified": rules.said_of(customer, "customer"),
        "members": queries.members_of(request.user, customer),
        "custom_values": custom_fields.told(request.user, custom_fields.CUSTOMER, customer.custom),
        "base_currency": currencies.base(),
    }


@require_http_methods(["GET", "POST"])
def create_customer(request: HttpRequest) -> HttpResponse:
    """The form for a new customer. Doubles are named once; sent again with the same names it is added."""
    rights.require(request.user, "customer.create")
    post = request.POST if request.method == "POST" else None
    form = forms.CustomerForm(post, user=request.user)
    in_charge = forms.InChargeForm(post, initial=queries.in_charge_of(request.user))
    both_valid = post is not None and all([form.is_valid(), in_charge.is_valid()])
    doubles = _doubles(request, form) if both_valid else []
    if both_valid and not doubles:
        done: list[str] = []
        fields = {**form.columns(), **in_charge.columns()}
        if doors.accepted(form, lambda: done.append(doors.once(request, lambda: _create(request, fields)))):
            return pages.leave(request, done[0], _("Customer added"))
    context = {"form": form, "in_charge": in_charge, "doubles": doubles, "url": request.path}
    status = 422 if post is not None else 200
    return pages.render(request, "customers/customer/new.html", context, parts=("form",), status=status)


def _create(request: HttpRequest, fields: dict[str, Any]) -> str:
    customer = operations.create_customer(actor=request.user, at=clock.now(), **fields)
    return reverse("customers:customer-detail", args=[customer.pk])


def _doubles(request: HttpRequest, form: Any) -> list[Any]:
    """Customers like this one, unless the person has already seen them and sends the same name again."""
    name, tax_number = form.cleaned_data["name"], form.cleaned_data["tax_number"]
    if request.POST.get("seen_doubles") == f"{name}|{tax_number}":
        return []
    return duplicates.find_duplicates(actor=request.user, name=name, tax_number=tax_number)


@require_http_methods(["GET", "POST"])
def edit_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The form of a customer's own fields; carries the version it was drawn from."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, "customer.edit", customer)
    version = customer.version
    url = reverse("customers:customer-detail", args=[customer_id])
    form = forms.CustomerForm(request.POST or None, instance=customer, user=request.user)
    if request.method == "POST":

        def save() -> None:
            operations.update_customer(
                actor=request.user,
                customer_id=customer_id,
                version=doors.version_of(request.POST),
                changes=form.changes(),
                at=clock.now(),
            )

        if doors.accepted(form, save):
            return pages.leave(request, url, _("Customer saved"))
        version = doors.version_of(request.POST)
    context = {"form": form, "customer": customer, "version": version, "url": request.path, "back": url}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "customers/customer/edit.html", context, parts=("form",), status=status)


@require_GET
def suggest_customers(request: HttpRequest) -> HttpResponse:
    """What an autocomplete offers for ``?q=``: options, or rows with ``format=json``."""
    found = queries.suggest(actor=request.user, typed=request.GET.get("q", "")[:80])
    if request.GET.get("format") == "json":
        return pages.answer_json({"results": [queries.as_suggestion(row) for row in found]})
    items = [
        {
            "value": row.pk,
            "text": f"{row.code} {row.name}",
            "cells": [(row.code, "so-num"), row.name, (row.owner.name if row.owner else row.territory, "t3")],
        }
        for row in found
    ]
    return pages.options(request, items)
