"""The table of checks in the console."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from common import citations, clock, doors, errors, pages, settings
from orders.validity import operations
from orders.validity.forms import TableForm
from orders.validity.table import SETTING


@require_http_methods(["GET", "HEAD", "POST"])
def show_table(request: HttpRequest) -> HttpResponse:
    """Which checks are asked at entry, how grave each is, and its figure."""
    rights.require(request.user, "setting.manage")
    settings.forget()  # this page shows what is stored now
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = json.loads(request.POST.get("shown") or "null")
            changed = operations.save_table(actor=request.user, rules=form.rules(), shown=shown, at=clock.now())
        except errors.Invalid as error:
            doors.explain(form, error)
        except ValueError:
            form.add_error(None, _("The browser sent something this page does not understand."))
        except errors.Stale as error:
            form.add_error(None, citations.told(error))
        else:
            words = _("The checks are changed. They are in force everywhere within seconds.")
            return pages.leave(request, reverse("admin:validity"), words if changed else _("Nothing was changed."))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Checks of entry"),
        "form": form,
        "rows": form.rows(),
        "shown": json.dumps(settings.get(SETTING), sort_keys=True),
    }
    status = 422 if form.errors else 200
    return pages.render(request, "orders/validity/table.html", context, status=status)
