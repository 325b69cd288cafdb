"""What the pages of conditions share: where they may lead to, and which list shows what a condition finds."""

from urllib.parse import urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from common import errors
from common.conditions.errors import BadCondition
from common.registry import Registry
from segments.fields import Level

lists: Registry[str] = Registry("segments.lists")  # level → the URL name of the list that takes condition and segment


def list_url(level: Level, **query: str) -> str:
    """The list that shows what a condition finds; "" where none is there."""
    return f"{reverse(lists[level])}?{urlencode(query)}" if level in lists else ""


def own_address(text: str) -> str:
    """A path of this site with its query, as a page of ours put it into a form. Raises Invalid for any other."""
    parts = urlsplit(text)
    try:
        if parts.scheme or parts.netloc or not text.startswith("/") or text.startswith("//") or "\\" in text:
            raise ValueError("another site")
        resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise errors.Invalid(fields={"next": [_("This page is damaged. Open it again.")]}) from error
    return text


def at_its_place(fault: BadCondition) -> errors.Invalid:
    """The fault with the place in words, for a form that shows it beside the field."""
    words = str(fault.message)
    if fault.position is not None:
        words = _("%(fault)s (at character %(position)s)") % {"fault": words, "position": fault.position + 1}
    return errors.Invalid(fields={"condition": [words]})
