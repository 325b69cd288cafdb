"""Doors of intake: the list, a piece, registering by hand, dispatching, entering, settling."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import citations, clock, doors, errors, keyset, pages, typed
from orders.intake.pool import filters, forms, operations, policies, queries, sheet, telling
from orders.order.doors import sent

PAGE_SIZE = 50
MOST = 200  # picked rows


@require_GET
def list_items(request: HttpRequest) -> HttpResponse:
    """What came in; without any condition the work, what is still to be entered."""
    at = clock.now()
    asked = filters.as_shown(request.GET)
    chosen = filters.IntakeFilter(asked, queries.list_items(request.user), at=at, actor=request.user)  # type: ignore[arg-type]
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    may_dispatch = rights.can(request.user, policies.DISPATCH)  # type: ignore[arg-type]
    context = {
        "page": page,
        "rows": sheet.rows(request.user, page.items, at, with_proposals=may_dispatch),
        "views": sheet.tabs(request.user, asked),
        "kept": [(name, value) for name in ("state", "open", "late", "channel") for value in asked.getlist(name)],
        "may_register": rights.can(request.user, policies.REGISTER),  # type: ignore[arg-type]
        "may_dispatch": may_dispatch,
        "sla_hours": sheet.sla_hours(),
    }
    return pages.render(request, "orders/intake/list.html", context, parts=("list",))


@require_GET
def show_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One piece: what came in, what was read out of it, what may be done with it."""
    item = queries.get_item(actor=request.user, item_id=item_id)  # type: ignore[arg-type]
    opened = sheet.open_sheet(request.user, item, clock.now())
    context = {"item": opened.row.item, "sheet": opened}
    return pages.render(request, "orders/intake/detail.html", context)


@require_http_methods(["GET", "POST"])
def register_item(request: HttpRequest) -> HttpResponse:
    """Note a call, a visit, a letter, a fax, with its scan."""
    rights.require(request.user, policies.REGISTER)  # type: ignore[arg-type]
    form = forms.RegisterForm(sent(request), request.FILES or None, initial={"channel": "PHONE"})

    def register() -> str:
        files = [(file.name or "", file) for file in form.cleaned_data["scans"]]
        found = operations.receive(actor=request.user, arrival=form.arrival(), files=files, at=clock.now())  # type: ignore[arg-type]
        return reverse("orders:intake-detail", args=[found.item.pk])

    found: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: found.append(doors.once(request, register))):
        return pages.leave(request, found[0], _("Registered"))
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/intake/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def assign_customer(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say whose it is."""
    item = _item(request, item_id, policies.ENTER)
    form = forms.CustomerForm(sent(request))
    return _ask(
        request,
        "customer",
        item,
        form,
        lambda: operations.assign_customer(customer_id=form.cleaned_data["customer"], **_entries(request, item)),
        _("Customer named"),
    )


@require_http_methods(["GET", "POST"])
def dispatch_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Give it to a salesperson: one of those who are proposed, with the reasons, or another."""
    item = _item(request, item_id, policies.DISPATCH)
    proposed, others = sheet.choose_from(item, clock.now())
    form = forms.DispatchForm(sent(request), proposed=proposed, people=others)
    return _ask(
        request,
        "dispatch",
        item,
        form,
        lambda: operations.dispatch_item(person_id=form.cleaned_data["person"], **_entries(request, item)),
        _("Dispatched"),
        proposed=proposed,
    )


@require_POST
def dispatch_items(request: HttpRequest) -> HttpResponse:
    """Give the picked pieces to who is proposed for each at that moment; each has its own result."""
    keys = _picked(request)
    done, failed, several = 0, [], citations.Several()
    for key in keys:
        try:
            operations.dispatch_proposed(actor=request.user, item_id=key, at=clock.now())  # type: ignore[arg-type]
            done += 1
        except errors.DomainError as error:
            failed.append(f"#{key}: {several.told(error)}")
    words = ngettext("%(n)s piece dispatched", "%(n)s pieces dispatched", done) % {"n": done}
    return pages.leave(
        request, reverse("orders:intake-list"), " · ".join([words, *failed[:5]]), "wrn" if failed else "ok"
    )


@require_POST
def enter_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Make a draft of it and open that."""
    item = _item(request, item_id, policies.ENTER)
    order = operations.enter_item(**_entries(request, item))
    words = _("Draft made; rows that are no lines yet are marked")
    return pages.leave(request, reverse("orders:order-edit", args=[order.reference]), words)


@require_http_methods(["GET", "POST"])
def link_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say which order it became."""
    item = _item(request, item_id, policies.ENTER)
    form = forms.LinkForm(sent(request))

    def link() -> None:
        order = queries.find_order(request.user, form.cleaned_data["order"])  # type: ignore[arg-type]
        operations.link_order(order_id=order.pk, **_entries(request, item))

    return _ask(request, "link", item, form, link, _("Linked"))


@require_http_methods(["GET", "POST"])
def request_change(request: HttpRequest, item_id: int) -> HttpResponse:
    """It is no order, but a change of one."""
    item = _item(request, item_id, policies.ENTER)
    user: Any = request.user
    named = item.order.reference if item.order else queries.named_order(user, item)
    form = forms.ChangeForm(sent(request), initial={"order": named})
    urls: list[str] = []

    def begin() -> None:
        order = queries.find_order(user, form.cleaned_data["order"])
        made = operations.request_change(order_id=order.pk, **_entries(request, item))
        urls.append(reverse("orders:change-detail", args=[made.reference]))

    if request.method == "POST" and doors.accepted(form, begin):
        return pages.leave(request, urls[0], _("Change requested with the customer's words"))
    return _ask(request, "change", item, form, begin, "")


@require_http_methods(["GET", "POST"])
def set_aside_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put it aside, with a reason."""
    return _with_reason(request, item_id, "set_aside", operations.set_aside_item, _("Set aside"))


@require_http_methods(["GET", "POST"])
def discard_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """It is no order."""
    return _with_reason(request, item_id, "discard", operations.discard_item, _("Discarded"))


@require_POST
def release_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take it up again."""
    item = _item(request, item_id, policies.SETTLE)
    operations.release_item(**_entries(request, item))
    return pages.leave(request, _url(item), _("Taken up again"))


def _picked(request: HttpRequest) -> list[int]:
    """The keys that the picked rows carry, once each. Raises Invalid for none or too many."""
    ids = request.POST.getlist("ids")
    keys = list(dict.fromkeys(key for one in ids if (key := typed.read_key(one)) is not None))
    if not keys or len(keys) > MOST:
        raise errors.Invalid(fields={"ids": [_("Pick between 1 and %(most)s rows.") % {"most": MOST}]})
    return keys


def _with_reason(
    request: HttpRequest, item_id: int, name: str, operation: Callable[..., Any], done: str
) -> HttpResponse:
    item = _item(request, item_id, policies.SETTLE)
    form = forms.ReasonForm(sent(request))
    return _ask(
        request,
        name,
        item,
        form,
        lambda: operation(reason=form.cleaned_data["reason"], **_entries(request, item)),
        done,
    )


def _item(request: HttpRequest, item_id: int, verb: str) -> Any:
    item = queries.get_item(actor=request.user, item_id=item_id)  # type: ignore[arg-type]
    policies.require(request.user, verb, item)  # type: ignore[arg-type]
    return item


def _entries(request: HttpRequest, item: Any) -> dict[str, Any]:
    return {
        "actor": request.user,
        "item_id": item.pk,
        "version": doors.version_of(request.POST),
        "at": clock.now(),
    }


def _url(item: Any) -> str:
    return reverse("orders:intake-detail", args=[item.pk])


def _ask(
    request: HttpRequest, name: str, item: Any, form: Any, call: Callable[[], Any], done: str, **more: Any
) -> HttpResponse:
    """Draw the dialog, or decide and go back to the piece."""
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _url(item), done)
    (told,) = telling.told(request.user, [item])  # type: ignore[arg-type]
    context = {
        "item": told,
        "version": doors.shown_version(request, item),
        "form": form,
        "url": request.path,
        "dialog_back": _url(item),
        **more,
    }
    return pages.dialog(
        request, f"orders/intake/_{name}.html", context, status=422 if request.method == "POST" else 200
    )
