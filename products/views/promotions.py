"""Promotions: the list and the dialog."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, masters
from common.templatetags import fmt
from products.promotions import forms, operations, queries


def _name(row: Any) -> str:
    return format_html("{}", row)


def _rule(row: Any) -> str:
    words = _("%(buy)s and %(give)s") % {"buy": fmt.qty(row.buy), "give": fmt.qty(row.give)}
    return f"{words} · {row.gift_product.code}" if row.gift_product else words


def _days(row: Any) -> str:
    if not row.valid_from and not row.valid_until:
        return _("always")
    first, last = (fmt.full_day(day) if day else "…" for day in (row.valid_from, row.valid_until))
    return f"{first} – {last}"


PROMOTIONS = masters.Master(
    title=gettext_lazy("Promotions"),
    note=gettext_lazy("Drafts get their gift lines by them; orders that were submitted keep theirs"),
    new=gettext_lazy("New promotion"),
    change=gettext_lazy("Change the promotion"),
    saved=gettext_lazy("Promotion saved"),
    nowhere=gettext_lazy("Without promotions nothing is given away by itself."),
    list_url="products:promotion-list",
    new_url="products:promotion-new",
    edit_url="products:promotion-edit",
    columns=(
        masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num"),
        masters.Column(gettext_lazy("Name"), _name),
        masters.Column(gettext_lazy("For"), queries.reach_in_words),
        masters.Column(gettext_lazy("Buy and get"), _rule, "so-num"),
        masters.Column(gettext_lazy("Valid"), _days, "so-num nowrap"),
    ),
    subject="products.promotion",
    icon="gift",
    export="promotions",
)


@require_GET
def list_promotions(request: HttpRequest) -> HttpResponse:
    """All promotions."""
    rights.require(request.user, "promotion.view")
    may_edit = rights.can(request.user, "promotion.edit")
    return masters.show(request, PROMOTIONS, queries.promotions(request.user), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_promotion(request: HttpRequest, promotion_id: int | None = None) -> HttpResponse:
    """Add or change a promotion."""
    rights.require(request.user, "promotion.edit")
    row = queries.get_promotion(actor=request.user, promotion_id=promotion_id) if promotion_id else None
    form = forms.PromotionForm(request.POST or None, instance=row, user=request.user)

    def save(version: int | None) -> Any:
        return operations.save_promotion(
            actor=request.user, promotion_id=promotion_id, version=version, at=clock.now(), **form.changes()
        )

    return masters.edit(request, form, row, save, **PROMOTIONS.words(row))
