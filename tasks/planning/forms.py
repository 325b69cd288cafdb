"""What is asked for a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from tasks.planning import operations, policies, queries

COMPANY = "company"


class AskForm(forms.Form):
    """Whose tasks, for how long, and whether people may be picked anew."""

    department = forms.ChoiceField(label=_("Department"), help_text=_("With the departments below it."))
    seconds = forms.IntegerField(
        label=_("Seconds"),
        min_value=operations.LEAST,
        max_value=operations.MOST,
        initial=20,
        help_text=_("How long a better plan is looked for."),
    )
    keeps_people = forms.BooleanField(label=_("Keep who was picked"), required=False, initial=True)

    def __init__(self, *args: Any, actor: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = [(str(one.pk), one.name) for one in queries.departments(actor)]
        company = [(COMPANY, _("The whole company"))] if policies.can_for_company(actor) else []
        self.fields["department"].choices = [*company, *rows]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The entries as the operation takes them."""
        chosen = self.cleaned_data["department"]
        return {
            "department_id": None if chosen == COMPANY else int(chosen),
            "seconds": self.cleaned_data["seconds"],
            "keeps_people": self.cleaned_data["keeps_people"],
        }
