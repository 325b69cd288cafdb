"""The table of required fields in the console: fields as rows, steps as columns."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies as rights
from common import citations, clock, doors, errors, pages, settings
from orders.completeness import operations, rules
from orders.completeness.forms import NEVER, TableForm


@require_http_methods(["GET", "HEAD", "POST"])
def show_table(request: HttpRequest) -> HttpResponse:
    """Which field which step asks for, and how many open orders each demand would stop."""
    rights.require(request.user, "setting.manage")
    settings.forget()  # this page shows what is stored now
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = json.loads(request.POST.get("shown") or "null")
            steps = form.cleaned_data
            changed = operations.save_table(actor=request.user, steps=steps, shown=shown, at=clock.now())
        except errors.Invalid as error:
            doors.explain(form, error)
        except ValueError:
            form.add_error(None, _("The browser sent something this page does not understand."))
        except errors.Stale as error:
            form.add_error(None, citations.told(error))
        else:
            words = _("The table is changed. It holds for every order's next step.")
            return pages.leave(
                request, reverse("admin:required_fields"), words if changed else _("Nothing was changed.")
            )
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Required fields of orders"),
        "form": form,
        "steps": [NEVER[1], *rules.Step.labels],
        "groups": form.groups(),
        "shown": json.dumps(settings.get(rules.REQUIRED_FIELDS), sort_keys=True),
    }
    status = 422 if form.errors else 200
    return pages.render(request, "orders/completeness/table.html", context, status=status)
