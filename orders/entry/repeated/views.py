"""Pages of order templates."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, doors, pages, typed
from orders.entry.repeated import forms, operations, queries
from orders.order.doors import order_of, order_url, sent


@require_safe
def list_templates(request: HttpRequest) -> HttpResponse:
    """Templates that one may use, for a customer if one is named."""
    rights.require(request.user, "order.create")
    customer = typed.read_key(request.GET.get("customer"))
    rows = list(queries.templates(request.user, customer)[:500])  # type: ignore[arg-type]
    return pages.render(request, "orders/template/list.html", {"templates": rows, "customer": customer or ""})


@require_http_methods(["GET", "POST"])
def save_template(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep an order as a template."""
    order = order_of(request, reference)
    rights.require(request.user, "order.create")
    form = forms.TemplateForm(sent(request))

    def keep() -> str:
        operations.save_template(actor=request.user, order_id=order.pk, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return order_url(order)

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, keep)):
        return pages.leave(request, order_url(order), _("Kept as a template"))
    context = {"order": order, "form": form, "url": request.path, "dialog_back": order_url(order)}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/template/_save.html", context, status=status)


@require_POST
def use_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """A new draft from a template, opened for editing."""
    customer_id = typed.read_key(request.POST.get("customer"))

    def use() -> str:
        order = operations.order_from_template(
            actor=request.user,  # type: ignore[arg-type]
            template_id=template_id,
            customer_id=customer_id,
            at=clock.now(),
        )
        return reverse("orders:order-edit", args=[order.reference])

    return pages.leave(request, doors.once(request, use), _("New draft from the template"))


@require_POST
def remove_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Remove a template of one's own."""

    def remove() -> str:
        operations.remove_template(actor=request.user, template_id=template_id, at=clock.now())  # type: ignore[arg-type]
        return reverse("orders:template-list")

    return pages.leave(request, doors.once(request, remove), _("Template removed"))
