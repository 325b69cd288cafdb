"""What pages ask for before a merge."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.lookup import LookupField
from products.catalogue import queries

_SUGGEST = reverse_lazy("products:suggest")


class MergeForm(forms.Form):
    """Which product stays."""

    target = LookupField(label=_("Keep this product"), help_text=_("Order lines, reservations and stock move there"))

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["target"].find = lambda code: queries.find_by_code(user, code)  # type: ignore[attr-defined]
        self.fields["target"].widget.attrs["data-ac-url"] = _SUGGEST
