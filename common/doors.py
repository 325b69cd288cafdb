"""What pages with forms share: a form sent twice, the version it started from, refusals beside their fields."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_filters import BooleanFilter

from common import citations, clock, errors, idempotency


def version_of(data: QueryDict) -> int:
    """The version that an edit form started from. Raises Invalid where it is missing or damaged."""
    text = data.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise errors.Invalid(fields={"version": [_("This page is damaged. Open it again.")]})
    return int(text)


def shown_version(request: HttpRequest, row: Any) -> Any:
    """What a form carries as ``version``: that of the row it is drawn from; drawn again after a refusal, still
    the one that the person saw."""
    return request.POST.get("version", row.version)


def once(request: HttpRequest, call: Callable[[], str]) -> str:
    """Run ``call`` once per form (its nonce) and give the address it answers, also when the same form comes
    twice. Raises Invalid without a nonce, Conflict when the form comes back with other entries or files."""
    nonce = request.POST.get("nonce", "")
    if not nonce or "\0" in nonce:
        raise errors.Invalid(fields={"nonce": [_("This page is damaged. Open it again.")]})
    body = request.POST.copy()
    body.pop("csrfmiddlewaretoken", None)
    try:
        answer = idempotency.once(
            client=f"page:{request.user.pk}",
            key=nonce[:200],
            fingerprint=idempotency.body_hash("POST", request.path, body.urlencode().encode() + _files(request)),
            actor_id=request.user.pk,
            at=clock.now(),
            call=lambda: idempotency.Answer(303, json.dumps({"url": call()}), {}),
        )
    except idempotency.KeyReused as error:
        words = _(
            "This form was sent already, with other entries, and that was done. Nothing was done now: look at what it"
            " did, and open a new form for something else."
        )
        raise errors.Conflict(words, code="form_sent_already") from error
    return str(json.loads(answer.body or "")["url"])


def _files(request: HttpRequest) -> bytes:
    """What tells one upload from another without reading all of it: names, sizes and beginnings."""
    told = hashlib.sha256()
    for name, files in request.FILES.lists():
        for file in files:
            told.update(f"{name}\0{file.name}\0{file.size}\0".encode())
            told.update(file.read(1 << 16))
            file.seek(0)
    return told.digest() if request.FILES else b""


def explain(form: forms.BaseForm, error: errors.Invalid, *, cites: bool = True) -> None:
    """Put the messages of a refused operation beside the fields they are about; the rest above the form. ``cites``:
    with the clauses it rests on, which are for people of the company."""
    if not error.fields:
        form.add_error(None, str(error.message))
    if cites:
        _cite(form, error)
    for name, texts in error.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))


def _cite(form: forms.BaseForm, error: errors.DomainError) -> None:
    for one in citations.of(error):
        words = _("Clause %(number)s: %(title)s") % {"number": one.number, "title": one.title}
        form.add_error(None, format_html('<a class="so-r" href="{}">{}</a>', one.url, words))


def of_row(path: str, call: Callable[[], Any]) -> Any:
    """Make a call that takes rows with the only one that a form has: faults of ``<path>.<field>`` become those of the
    field. Raises what the call raises."""
    try:
        return call()
    except errors.Invalid as error:
        error.fields = {name.removeprefix(f"{path}."): texts for name, texts in error.fields.items()}
        raise


def shown(form: forms.BaseForm, name: str) -> Any:
    """The value that the page showed in a field with ``show_hidden_initial``, as the browser sent it back."""
    widget = form.fields[name].hidden_widget()
    return widget.value_from_datadict(form.data, form.files, form.add_initial_prefix(name))


def explain_conflict(form: forms.BaseForm, error: errors.Conflict) -> None:
    """Say above the form why it was refused as things stand; what others stored meanwhile, beside its field."""
    form.add_error(None, str(error.message))
    _cite(form, error)
    if isinstance(error, errors.Stale):
        form.add_error(None, _("Your entries are still here. Open the page again to go on from the present state."))
        for name, (stored, _sent) in error.details.get("fields", {}).items():
            told = _("Stored now: %(value)s") % {"value": stored or "–"}
            label = error.details.get("labels", {}).get(name)
            own = name if name in form.fields else None
            form.add_error(own, told if own or not label else f"{label}: {told}")


def accepted(form: forms.BaseForm, call: Callable[[], Any], *, cites: bool = True) -> bool:
    """Whether the form is valid and ``call`` took it; what an operation finds Invalid stands in the form."""
    if not form.is_valid():
        return False
    try:
        call()
    except errors.Invalid as error:
        explain(form, error, cites=cites)
        return False
    return True


def filtered(conditions: Any, query: QueryDict, rows: Any, **options: Any) -> Any:
    """The rows that a FilterSet class (made with ``options``) lets through; what a form left empty is no condition.

    Raises Invalid where a condition cannot be read.
    """
    return filter_of(conditions, query, rows, **options).qs


def filter_of(conditions: Any, query: QueryDict, rows: Any, **options: Any) -> Any:
    """The same as the bound FilterSet, which also knows the conditions. Raises Invalid."""
    given = query.copy()
    for name, values in query.lists():
        given.setlist(name, [value for value in values if value])
    found = conditions(given, rows, **options)
    require_readable(found)
    return found


def require_readable(found: Any) -> None:
    """Raise Invalid where a condition of a bound FilterSet cannot be read."""
    faults: dict[str, list[errors.Text]] = {
        name: [str(text) for text in texts] for name, texts in found.form.errors.items()
    }
    for name, one in found.filters.items():
        # the framework's own field reads whatever it does not know as "either"
        unread = isinstance(one, BooleanFilter) and found.form.cleaned_data.get(name) is None
        if unread and found.data.get(name, "unknown") not in ("unknown", ""):
            faults[name] = [_("Write true or false.")]
    if faults:
        raise errors.Invalid(fields=faults)


def is_narrowed(query: QueryDict) -> bool:
    """Whether a list is asked for with any condition, beside its order and place."""
    return any(value for name, value in query.items() if name not in ("sort", "cursor"))
