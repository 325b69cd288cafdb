"""Door of the approval matrix as people read it; it is kept in the console."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import policies as rights
from common import pages
from orders.approval.matrix import queries
from orders.approval.tabs import tabs


@require_GET
def show_matrix(request: HttpRequest) -> HttpResponse:
    """The rows in the order in which they are asked: the first that fits says who decides."""
    rights.require(request.user, "order.view")  # type: ignore[arg-type]
    context = {
        "matrices": queries.matrices(request.user),
        "may_keep": rights.can(request.user, "approval.matrix") and request.user.is_staff,  # type: ignore[arg-type,union-attr]
        "tabs": tabs("matrix"),
    }
    return pages.render(request, "orders/approval/matrix.html", context)
