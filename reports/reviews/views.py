"""Pages of reviews: the list, one review, its points and decisions."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from reports.builder import showing as files
from reports.reviews import forms, operations, policies, queries, showing

PAGE_SIZE = 50


@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Reviews, the latest first."""
    user: Any = request.user
    rights.require(user, policies.HOLD)
    rows = queries.list_reviews(user)
    page = keyset.paginate(rows, sorts=showing.SORTS, sort="until", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {"page": page, "rows": page.items}
    return pages.render(request, "reports/reviews/list.html", context, parts=("list",))


@require_safe
def list_decisions(request: HttpRequest) -> HttpResponse:
    """One's own open decisions of reviews."""
    rows = list(queries.mine(request.user))  # type: ignore[arg-type]
    return pages.render(request, "reports/reviews/decisions.html", {"rows": rows})


@require_safe
def show(request: HttpRequest, review_id: int) -> HttpResponse:
    """One review: its figures, what went well, what did not and why, lessons, decisions and what came of them."""
    user: Any = request.user
    review = queries.get_review(actor=user, review_id=review_id)
    context = showing.page(user, review, dates.business_day(clock.now()))
    return pages.render(request, "reports/reviews/detail.html", context)


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, review_id: int | None = None) -> HttpResponse:
    """Begin a review, or change one."""
    user: Any = request.user
    rights.require(user, policies.HOLD)
    review = queries.get_review(actor=user, review_id=review_id) if review_id else None
    first = {} if review else showing.first_entries(user, dates.business_day(clock.now()))
    form = forms.ReviewForm(request.POST or None, actor=user, review=review, initial=first)

    def keep() -> str:
        version = doors.version_of(request.POST) if review else None
        given = {name: form.cleaned_data[name] for name in operations.FIELDS}
        made = operations.save_review(actor=user, review_id=review_id, version=version, at=clock.now(), **given)
        return reverse("reports:review", args=[made.pk])

    if request.method == "POST" and (url := _kept(request, form, keep)):
        return pages.close_dialog(pages.leave(request, url, _("Saved")))
    return _dialog(request, "_review", form, review)


def _kept(request: HttpRequest, form: Any, keep: Callable[[], str]) -> str:
    """Where to go on once the form was taken, once whatever it is sent; "" where it was not."""
    kept: list[str] = []
    return kept[0] if doors.accepted(form, lambda: kept.append(doors.once(request, keep))) else ""


def _dialog(request: HttpRequest, name: str, form: Any, row: Any, **more: Any) -> HttpResponse:
    version = doors.shown_version(request, row) if row is not None else ""
    context = {"form": form, "row": row, "url": request.path, "version": version, **more}
    return pages.dialog(request, f"reports/reviews/{name}.html", context, status=422 if form.is_bound else 200)


@require_POST
def end(request: HttpRequest, review_id: int) -> HttpResponse:
    """End it: its figures stay as they are."""
    version = doors.version_of(request.POST)
    operations.end_review(actor=request.user, review_id=review_id, version=version, at=clock.now())
    return pages.leave(request, reverse("reports:review", args=[review_id]), _("The review has ended"))


@require_POST
def reopen(request: HttpRequest, review_id: int) -> HttpResponse:
    """Go on with one that has ended."""
    version = doors.version_of(request.POST)
    operations.reopen_review(actor=request.user, review_id=review_id, version=version, at=clock.now())
    return pages.leave(request, reverse("reports:review", args=[review_id]), _("The review is open again"))


@require_safe
def take(request: HttpRequest, review_id: int) -> FileResponse:
    """The review as a file."""
    review = queries.get_review(actor=request.user, review_id=review_id)
    form = files.file_or_404(request.GET.get("file", ""))
    return showing.download(actor=request.user, review=review, form=form, at=clock.now())


@require_http_methods(["GET", "POST"])
def save_point(request: HttpRequest, review_id: int | None = None, point_id: int | None = None) -> HttpResponse:
    """Write a point down, or change one."""
    user: Any = request.user
    point = queries.get_point(actor=user, point_id=point_id) if point_id else None
    review = point.review if point else queries.get_review(actor=user, review_id=review_id or 0)
    policies.require_hold(user, review.department_id)
    first = {} if point else {name: request.GET.get(name, "") for name in ("kind", "measure")}
    form = forms.PointForm(request.POST or None, actor=user, point=point, initial=first)

    def keep() -> str:
        version = doors.version_of(request.POST) if point else None
        given = {name: form.cleaned_data[name] for name in operations.POINT_FIELDS}
        operations.save_point(
            actor=user, review_id=review.pk, point_id=point_id, version=version, at=clock.now(), **given
        )
        return reverse("reports:review", args=[review.pk])

    if request.method == "POST" and (url := _kept(request, form, keep)):
        return pages.close_dialog(pages.leave(request, url, _("Saved")))
    return _dialog(request, "_point", form, point)


@require_POST
def remove_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Take a point out."""
    review_id = queries.get_point(actor=request.user, point_id=point_id).review_id
    version = doors.version_of(request.POST)
    operations.remove_point(actor=request.user, point_id=point_id, version=version, at=clock.now())
    return pages.leave(request, reverse("reports:review", args=[review_id]), _("Removed"))


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, point_id: int) -> HttpResponse:
    """Say what came of a decision."""
    user: Any = request.user
    point = queries.get_point(actor=user, point_id=point_id)
    policies.require_settle(user, point)
    form = forms.ResultForm(request.POST or None)

    def keep() -> None:
        version, result = doors.version_of(request.POST), form.cleaned_data["result"]
        operations.settle_decision(actor=user, point_id=point_id, version=version, result=result, at=clock.now())

    if request.method == "POST" and doors.accepted(form, keep):
        return pages.close_dialog(pages.leave(request, showing.home_of(user, point), _("Written down")))
    return _dialog(request, "_settle", form, point)


@require_POST
def unsettle(request: HttpRequest, point_id: int) -> HttpResponse:
    """A decision is not done after all."""
    point = queries.get_point(actor=request.user, point_id=point_id)
    version = doors.version_of(request.POST)
    operations.unsettle_decision(actor=request.user, point_id=point_id, version=version, at=clock.now())
    return pages.leave(request, showing.home_of(request.user, point), _("The decision is open again"))
