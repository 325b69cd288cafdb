"""Credit, drawn."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.templatetags import ui

register = template.Library()
HUNDRED = Decimal(100)


@register.simple_tag
def credit_bar(week: Any) -> SafeString:
    """How much of its limit a week's exposure takes; nothing without a limit."""
    if week.limit is None:
        return SafeString("")
    share = min(HUNDRED, max(Decimal(0), week.exposure) * HUNDRED / week.limit) if week.limit > 0 else HUNDRED
    css = "bd" if week.exposure > week.limit else "wn" if share >= 80 else "sh"
    words = _("%(percent)s%% of the limit is in use") % {"percent": f"{share:.0f}"}
    return ui.bar([(css, share)], label=words, size="full h8")
