"""What people enter about a promotion."""

import re
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common.lookup import LookupField
from common.typed import NameField
from products.catalogue import queries as catalogue
from products.promotions import queries
from products.promotions.models import Promotion

_SUGGEST = reverse_lazy("products:suggest")
_BETWEEN = re.compile(r"[\s,;，；、]+")


class PromotionForm(forms.ModelForm):
    """A promotion with the codes of the products that it lists."""

    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    products = forms.CharField(
        label=gettext_lazy("Products"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Product codes, for a promotion by list: one a line, or with commas between"),
    )
    gift_product = LookupField(
        label=gettext_lazy("Gift"),
        required=False,
        help_text=gettext_lazy("Empty: the same product"),
    )

    class Meta:
        model = Promotion
        field_classes = {"name": NameField}
        fields = (
            *("code", "name", "scope", "mark", "tag", "products", "buy", "give", "gift_product", "valid_from"),
            *("valid_until", "is_active", "notes"),
        )
        help_texts = {
            "mark": gettext_lazy("For a promotion by mark: what the product names begin with, like * or **"),
            "buy": gettext_lazy("So many pieces bought, each time"),
            "give": gettext_lazy("So many given for them"),
            "valid_from": gettext_lazy("Goes by the day of the order; empty: since ever"),
            "valid_until": gettext_lazy("The last day; empty: until further notice"),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["tag"].choices = [("", "–"), *queries.tags().items()]  # type: ignore[attr-defined]
        self.fields["gift_product"].widget.attrs["data-ac-url"] = _SUGGEST
        self.fields["gift_product"].find = lambda code: catalogue.find_by_code(user, code)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["gift_product"] = self.instance.gift_product
            self.initial["products"] = "\n".join(queries.codes_of(self.instance))

    def clean_products(self) -> list[int]:
        """Keys of the products whose codes were written."""
        codes = [code for code in _BETWEEN.split(self.cleaned_data["products"]) if code]
        ids, unknown = queries.ids_of(self.user, codes)
        if unknown:
            texts = ", ".join(unknown[:5])
            raise forms.ValidationError(_("Nothing is known under “%(text)s”.") % {"text": texts})
        return ids

    def _post_clean(self) -> None:
        """The columns' own rules are the operation's."""

    def changes(self) -> dict[str, Any]:
        """What the operation takes."""
        data = dict(self.cleaned_data)
        product_ids = data.pop("products")
        return {**data, "product_ids": product_ids}
