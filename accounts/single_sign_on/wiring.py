"""The company's say in single sign-on. Which provider it is, the installation says (docs/operations.md)."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.console.site import ConsolePage, console_pages
from accounts.single_sign_on import flow, own_views, trial_views
from accounts.single_sign_on.asides import asides
from common import settings

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
_FACTOR = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


def _bad_domain(value: Sequence[str]) -> Any:
    for one in value:
        if not isinstance(one, str) or not _DOMAIN.fullmatch(one):
            return gettext("“%(value)s” is no mail domain. Write it in small letters, like example.com.") % {
                "value": str(one)[:80]
            }
    return None


def _bad_factor(value: Sequence[str]) -> Any:
    for one in value:
        if not isinstance(one, str) or not _FACTOR.fullmatch(one):
            return gettext("“%(value)s” is no value of acr or amr.") % {"value": str(one)[:80]}
    return None


_SETTINGS = {
    "single_sign_on.name": settings.Definition(
        "", _("What people call the single sign-on, for the button on the sign-in page"), group="security"
    ),
    "single_sign_on.link_by_address": settings.Definition(
        False,
        _("The first single sign-on links to the only person with the mail address that the provider verified"),
        group="security",
    ),
    "single_sign_on.factors": settings.Definition(
        [],
        _("Values of amr or acr by which the provider's sign-in stands for the second factor, like mfa"),
        group="security",
        fault=_bad_factor,
    ),
    "single_sign_on.domains": settings.Definition(
        [],
        _("Mail domains whose people sign in by single sign-on only; who manages roles keeps the password"),
        group="security",
        fault=_bad_domain,
    ),
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    for key, definition in _SETTINGS.items():
        settings.definitions.register(key, definition)
    asides.register(flow.LINK, own_views.linked)
    asides.register(flow.TRY, trial_views.returned)
    page = ConsolePage(
        _("Single sign-on"),
        "single-sign-on/",
        trial_views.show,
        trial_views.RIGHT,
        _("Try the connection to the provider: each step, and who would come in"),
        "people",
    )
    console_pages.register("single-sign-on", page)
