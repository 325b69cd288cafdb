"""What single sign-on tells people who run the house: its provider, and how old what is known of it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.single_sign_on import provider
from common.models import Event
from common.standing import WARN, Fact, Section, sections

RECENT = timedelta(days=1)


def _told(at: datetime) -> Iterator[Fact]:
    if not settings.OIDC_ISSUER:
        yield Fact(_("Single sign-on"), _("not set up"))
        return
    ages = provider.ages()
    yield Fact(_("Provider"), settings.OIDC_ISSUER)
    hint = _("As this process knows it; read anew after an hour, and when a key is not known.")
    yield Fact(_("Its description was read"), _ago(ages.description), hint=hint)
    yield Fact(_("Its keys were read"), _ago(ages.keys))
    if ages.fault is not None:
        yield Fact(_("It gave no good answer just now"), f"{ages.fault.why} {ages.fault.told}".strip(), WARN)
    refused = Event.objects.filter(kind="auth.single_sign_on_refused", at__gt=at - RECENT).count()
    yield Fact(_("Sign-ins by it that were refused within a day"), refused, WARN if refused > 20 else "")


def _ago(seconds: float | None) -> str:
    if seconds is None:
        return _("not yet")
    return _("%(n)s min ago") % {"n": int(seconds // 60)}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    sections.register("accounts.sign_on", Section(gettext_lazy("Single sign-on"), 55, lambda at: list(_told(at))))
