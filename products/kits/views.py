"""The components of a kit: the page where they are said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from common import clock, doors, errors, pages
from products.catalogue import queries as catalogue
from products.kits import forms, operations, queries


@require_http_methods(["GET", "POST"])
def edit_kit(request: HttpRequest, product_id: int) -> HttpResponse:
    """Say what a product is put together from, and what of it stock counts."""
    rights.require(request.user, "product.edit")
    product = catalogue.get_product(actor=request.user, product_id=product_id)
    figures = queries.figures_of([product_id])[product_id]
    rows = int(request.POST.get("rows", "")) if request.POST.get("rows", "").isdecimal() else None
    form = forms.KitForm(request.POST or None, product=product, figures=figures, user=request.user, rows=rows)
    back = reverse("products:product-detail", args=[product_id])

    def save() -> Any:
        try:
            operations.save_kit(
                actor=request.user,
                product_id=product_id,
                version=doors.version_of(request.POST),
                at=clock.now(),
                **form.columns(),
            )
        except errors.Invalid as error:
            raise form.named(error) from error

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Kit saved"))
    kit = getattr(product, "kit", None)
    context = {
        "form": form,
        "product": product,
        "missing": figures.made.missing,
        "url": request.path,
        "back": back,
        "version": request.POST.get("version", kit.version if kit else 0),
    }
    return pages.render(
        request, "products/kit/edit.html", context, parts=("form",), status=422 if form.is_bound else 200
    )
