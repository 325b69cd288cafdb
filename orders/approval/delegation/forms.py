"""Who decides for whom, and on which days. Shape only; the operation decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from orders.approval.subjects import subjects


class DelegationForm(forms.Form):
    """A delegation: of oneself, or of one of the people whom one manages."""

    delegator = forms.ChoiceField(label=_("Decisions of"), required=False)
    delegate = forms.ChoiceField(label=_("Decided by"), help_text=_("Both may decide; whoever comes first does."))
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput)
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        able = {person.pk: person for subject in subjects.values() for person in people.holders(subject.verb)}
        managed = set(people.managed_by(user).values_list("pk", flat=True)) - {user.pk}
        choices = [(str(person.pk), f"{person.name} · {person.department or '–'}") for person in able.values()]
        self.fields["delegate"].choices = [one for one in choices if one[0] != str(user.pk) or managed]  # type: ignore[attr-defined]
        theirs = [one for one in choices if int(one[0]) in managed]
        self.fields["delegator"].choices = [("", _("Mine")), *theirs]  # type: ignore[attr-defined]
        if not theirs:
            del self.fields["delegator"]

    def values(self) -> dict[str, Any]:
        """What was entered, as the operation takes it."""
        data = self.cleaned_data
        delegator = data.get("delegator")
        return {
            "delegator_id": int(delegator) if delegator else None,
            "delegate_id": int(data["delegate"]),
            **{name: data[name] for name in ("first_day", "last_day", "reason")},
        }
