"""The list of exceptions, kind by kind."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from common import keyset, pages
from segments.classification import exceptions

PAGE_SIZE = 50


@require_GET
def list_exceptions(request: HttpRequest) -> HttpResponse:
    """The exceptions of one kind that the person may see, with the counts of all kinds."""
    actor = request.user
    key, kind = exceptions.get_kind(actor, request.GET.get("kind", ""))
    page = keyset.paginate(
        kind.rows(actor), sorts=exceptions.SORTS, sort="newest", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    home = reverse("classification:exception-list")
    kinds = []
    for name, one in exceptions.kinds(actor).items():
        number, is_estimate = exceptions.count(actor, one)
        url = f"{home}?{urlencode({'kind': name})}"
        shown = {"count": number, "is_estimate": is_estimate, "is_current": name == key, "url": url}
        kinds.append({"label": one.label, **shown})
    context = {
        "kinds": [one for one in kinds if one["count"] or one["is_current"]],
        "kind": kind,
        "page": page,
        "rows": [kind.show(row) for row in page.items],
        "is_clean": not any(one["count"] for one in kinds),
    }
    return pages.render(request, "classification/exceptions.html", context, parts=("list",))
