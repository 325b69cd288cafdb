"""Doors of risk: warnings and what is done with them, materials and prices, assessments."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import citations, clock, doors, errors, keyset, pages, typed
from orders.order.doors import sent
from orders.risk import forms, operations, policies, queries, showing
from orders.risk.filters import WarningFilter
from orders.risk.operations.assessing import Measure

PAGE_SIZE = 50
MOST = 200


@require_GET
def list_warnings(request: HttpRequest) -> HttpResponse:
    """Warnings, those that are not over first of all."""
    rights.require(request.user, policies.VIEW)
    asked = request.GET.copy()
    if not any(asked.get(name) for name in WarningFilter.base_filters):
        asked["live"] = "true"
    chosen = WarningFilter(asked, queries.list_warnings(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    may = queries.manageable(request.user, page.items)
    talks = queries.talks_of(page.items)
    context = {
        "page": page,
        "rows": [showing.row(request.user, one, one.pk in may, talks.get(one.pk)) for one in page.items],
        "tabs": tabs(request, "warnings", asked.get("owner", "")),
        "form": forms.FilterForm(request.GET),
        "may_handle": rights.can(request.user, policies.MANAGE),
    }
    return pages.render(request, "orders/risk/list.html", context, parts=("list",))


def tabs(request: HttpRequest, current: str, owner: str = "") -> list[dict[str, Any]]:
    """The pages of risk."""
    base, mine = reverse("orders:risk-list"), request.user.get_username()
    found = [
        (pgettext("risk", "Warnings"), base, current == "warnings" and owner != mine),
        (_("In my hands"), f"{base}?live=true&owner={mine}", current == "warnings" and owner == mine),
        (_("Renegotiations"), reverse("orders:renegotiation-list"), current == "renegotiations"),
        (_("Hit rate"), reverse("orders:risk-rates"), current == "rates"),
        (_("Assessments"), reverse("orders:risk-assessments"), current == "assessments"),
    ]
    if rights.can(request.user, policies.MATERIAL):
        found.append((_("Materials"), reverse("orders:material-list"), current == "materials"))
    return [{"label": label, "url": url, "current": is_current} for label, url, is_current in found]


@require_GET
def show_rates(request: HttpRequest) -> HttpResponse:
    """How often each rule was right."""
    rights.require(request.user, policies.VIEW)
    rows = [(rate, showing.rate_words(rate.hit_rate)) for rate in queries.rates()]
    return pages.render(request, "orders/risk/rates.html", {"rows": rows, "tabs": tabs(request, "rates")})


@require_POST
def acknowledge(request: HttpRequest, warning_id: int) -> HttpResponse:
    """Take it up."""
    operations.acknowledge(warning_id=warning_id, **seen(request))
    return pages.leave(request, _back(request), _("The warning is taken up"))


@require_POST
def acknowledge_many(request: HttpRequest) -> HttpResponse:
    """Take the picked ones up, each by itself."""
    return _many(request, lambda key: operations.acknowledge(warning_id=key, actor=request.user, at=clock.now()))


@require_http_methods(["GET", "POST"])
def end_many(request: HttpRequest) -> HttpResponse:
    """Say how the picked ones ended, each by itself."""
    rights.require(request.user, policies.MANAGE)
    form = forms.EndForm(sent(request))
    ids = (request.POST if request.method == "POST" else request.GET).getlist("ids")
    if request.method == "POST" and form.is_valid():
        return _many(request, lambda key: _end(key, form.cleaned_data, {"actor": request.user, "at": clock.now()}))
    context = {"form": form, "ids": ids, "url": request.path, "count": len(ids)}
    context["dialog_back"] = reverse("orders:risk-list")
    return pages.dialog(request, "orders/risk/_end_many.html", context, status=422 if form.is_bound else 200)


def _many(request: HttpRequest, call: Callable[[int], Any]) -> HttpResponse:
    done, failed, several = 0, [], citations.Several()
    for key in _picked(request):
        try:
            call(key)
            done += 1
        except errors.DomainError as error:
            failed.append(f"#{key}: {several.told(error)}")
    words = ngettext("%(n)s warning changed", "%(n)s warnings changed", done) % {"n": done}
    return pages.leave(request, _back(request), " · ".join([words, *failed[:5]]), "wrn" if failed else "ok")


def _picked(request: HttpRequest) -> list[int]:
    """The keys that the picked rows carry, once each. Raises Invalid for none or too many."""
    keys = list(dict.fromkeys(key for one in request.POST.getlist("ids") if (key := typed.read_key(one)) is not None))
    if not keys or len(keys) > MOST:
        raise errors.Invalid(fields={"ids": [_("Pick between 1 and %(most)s rows.") % {"most": MOST}]})
    return keys


@require_http_methods(["GET", "POST"])
def end_warning(request: HttpRequest, warning_id: int) -> HttpResponse:
    """Say how it ended."""
    warning = queries.get_warning(actor=request.user, warning_id=warning_id)
    form = forms.EndForm(sent(request))
    if request.method == "POST" and doors.accepted(form, lambda: _end(warning_id, form.cleaned_data, seen(request))):
        return pages.leave(request, _back(request), _("Saved"))
    return _dialog(request, "end", form, warning)


def _end(warning_id: int, data: dict[str, Any], entries: dict[str, Any]) -> None:
    if data["outcome"] == forms.FALSE:
        operations.dismiss(warning_id=warning_id, words=data["words"], **entries)
    else:
        operations.resolve(warning_id=warning_id, outcome=data["outcome"], words=data["words"], **entries)


@require_http_methods(["GET", "POST"])
def assign_warning(request: HttpRequest, warning_id: int) -> HttpResponse:
    """Give it to somebody."""
    warning = queries.get_warning(actor=request.user, warning_id=warning_id)
    form = forms.OwnerForm(sent(request), initial={"owner": warning.owner_id})

    def call() -> None:
        operations.assign(warning_id=warning_id, person_id=form.cleaned_data["owner"], **seen(request))

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _back(request), _("Saved"))
    return _dialog(request, "assign", form, warning)


def _dialog(request: HttpRequest, name: str, form: Any, warning: Any) -> HttpResponse:
    context = {
        "form": form,
        "row": showing.row(request.user, warning, True),
        "url": request.path,
        "version": doors.shown_version(request, warning),
        "dialog_back": reverse("orders:risk-list"),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/risk/_{name}.html", context, status=status)


def seen(request: HttpRequest) -> dict[str, Any]:
    """Who asks, of which version, when."""
    return {"actor": request.user, "version": doors.version_of(request.POST), "at": clock.now()}


def _back(request: HttpRequest) -> str:
    return reverse("orders:risk-list")


# --- materials ----------------------------------------------------------------------------------


@require_GET
def list_materials(request: HttpRequest) -> HttpResponse:
    """Materials with their last prices."""
    rights.require(request.user, policies.MATERIAL)
    rows = [(one, list(one.prices.order_by("-day")[:6])) for one in queries.materials()]
    return pages.render(request, "orders/risk/materials.html", {"rows": rows, "tabs": tabs(request, "materials")})


@require_http_methods(["GET", "POST"])
def edit_material(request: HttpRequest, material_id: int | None = None) -> HttpResponse:
    """Add a material, or change one."""
    rights.require(request.user, policies.MATERIAL)
    material = queries.get_material(request.user, material_id) if material_id else None
    initial: dict[str, Any] = {"is_active": True}
    if material is not None:
        initial = {name: getattr(material, name) for name in ("name", "share", "is_active")}
        initial["category"] = material.category_id
    form = forms.MaterialForm(sent(request), initial=initial)

    def call() -> str:
        version = doors.version_of(request.POST) if material else None
        data = {"actor": request.user, "material_id": material_id, "version": version, "at": clock.now()}
        operations.save_material(**data, **form.columns())
        return reverse("orders:material-list")

    if request.method == "POST" and doors.accepted(form, call if material else lambda: doors.once(request, call)):
        return pages.leave(request, reverse("orders:material-list"), _("Material saved"))
    context = {"form": form, "material": material, "url": request.path}
    context["version"] = doors.shown_version(request, material) if material else ""
    context["dialog_back"] = reverse("orders:material-list")
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/risk/_material.html", context, status=status)


@require_http_methods(["GET", "POST"])
def load_prices(request: HttpRequest, material_id: int) -> HttpResponse:
    """Prices pasted from a spreadsheet."""
    material = queries.get_material(request.user, material_id)
    form = forms.PricesForm(sent(request))

    def call() -> str:
        data = form.cleaned_data
        operations.load_prices(actor=request.user, material_id=material_id, at=clock.now(), **data)
        return reverse("orders:material-list")

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, reverse("orders:material-list"), _("Prices saved"))
    context = {"form": form, "material": material, "url": request.path}
    context["dialog_back"] = reverse("orders:material-list")
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/risk/_prices.html", context, status=status)


# --- assessments --------------------------------------------------------------------------------


@require_GET
def list_assessments(request: HttpRequest) -> HttpResponse:
    """The periodic assessments with their measures."""
    context = {
        "rows": queries.assessments(request.user),
        "tabs": tabs(request, "assessments"),
        "may_assess": rights.can(request.user, policies.ASSESS),
    }
    return pages.render(request, "orders/risk/assessments.html", context)


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest) -> HttpResponse:
    """Record an assessment."""
    rights.require(request.user, policies.ASSESS)
    form = forms.AssessmentForm(sent(request))
    url = reverse("orders:risk-assessments")

    def call() -> str:
        data = {name: form.cleaned_data[name] for name in ("title", "findings", "next_on")}
        measures = [Measure(*one) for one in form.measures()]
        operations.assess(actor=request.user, measures=measures, at=clock.now(), **data)
        return url

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, url, _("Assessment recorded"))
    context = {"form": form, "url": request.path, "dialog_back": url, "rates": queries.rates()}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/risk/_assess.html", context, status=status)


@require_POST
def finish_measure(request: HttpRequest, measure_id: int) -> HttpResponse:
    """A measure is done."""
    operations.finish_measure(measure_id=measure_id, **seen(request))
    return pages.leave(request, reverse("orders:risk-assessments"), _("Done"))
