"""Handing work over: choose the two people, see what would move, do it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.handover import duties, operations, queries
from accounts.people import queries as people
from common import clock, doors, pages
from common.typed import read_key


class HandoverForm(forms.Form):
    """From whom, to whom, and whether the giver leaves."""

    from_user = forms.TypedChoiceField(label=gettext_lazy("Work of"), coerce=int)
    to_user = forms.TypedChoiceField(label=gettext_lazy("goes to"), coerce=int)
    only = forms.MultipleChoiceField(
        label=gettext_lazy("What is handed over"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
    deactivate = forms.BooleanField(
        label=gettext_lazy("The person leaves: deactivate at once, with the other as substitute"), required=False
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer("from_user", queries.givers(actor))
        giver_id, only = read_key(self["from_user"].value()), self["only"].data or self.initial.get("only")
        chosen_id = read_key(self["to_user"].value()) if self.is_bound else None
        self._offer("to_user", queries.takers(actor=actor, giver_id=giver_id, only=only or (), chosen_id=chosen_id))
        kinds = [(key, duty.label) for key, duty in duties.in_order()]
        self.fields["only"].choices = kinds  # type: ignore[attr-defined]
        self.fields["only"].initial = [key for key, _label in kinds]
        if not actor.can("user.manage"):
            del self.fields["deactivate"]

    def _offer(self, name, found):
        choices = [("", "—"), *((person.pk, _named(person)) for person in found)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """The form, with what the chosen person owns; sent, it moves everything."""
    policies.require(request.user, "handover.run")
    asked = {name: request.GET.getlist(name) if name == "only" else request.GET[name] for name in request.GET}
    form = HandoverForm(request.POST or None, initial=asked, actor=request.user)
    if request.method == "POST":
        counts: list[str] = []
        if doors.accepted(form, lambda: counts.append(doors.once(request, lambda: _run(request, form)))):
            message = _("Handed over: %(count)s pieces") % {"count": counts[0]}
            return pages.leave(request, resolve_url("accounts:handover"), message)
    chosen, taker = form["from_user"].value(), form["to_user"].value()
    context = {
        "form": form,
        "piles": queries.piles(actor=request.user, user_id=int(chosen), taker_id=read_key(taker))
        if str(chosen or "").isdecimal()
        else None,
        "is_part": pages.wants_part(request),
    }
    return pages.render(
        request, "accounts/handover.html", context, parts=("handover-piles",), status=422 if form.errors else 200
    )


def _run(request: HttpRequest, form: HandoverForm) -> str:
    """Do it; answers how many pieces moved, which a form sent twice hears again."""
    given = form.cleaned_data
    moved = operations.hand_over(
        actor=request.user,
        from_user_id=given["from_user"],
        to_user_id=given["to_user"],
        deactivate=given.get("deactivate", False),
        only=given["only"] or None,
        reason=given["reason"],
        at=clock.now(),
    )
    return str(sum(moved.values()))


def _named(person: people.User) -> str:
    left = "" if person.is_active else f" ({_('no longer here')})"
    department = f" · {person.department}" if person.department else ""
    return f"{person.name}{department}{left}"
