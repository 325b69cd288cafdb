"""Which servers webhooks may be sent to: the company names them (RELIABILITY 2.11)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from common import errors, settings
from common.outgoing import Allowed, Reason, Refused, target_of

SETTING = "integration.webhook_hosts"
_PATTERN = re.compile(r"(\*\.)?([a-z0-9_-]+\.)*[a-z0-9_-]+|[0-9a-f:]+", re.ASCII)


def allowed() -> Allowed:
    """What may be called now."""
    return Allowed(hosts=_named(str(settings.get(SETTING))))


def _named(text: str) -> list[str]:
    return [one.strip().lower() for one in text.split(",") if one.strip()]


def fault_of(text: str) -> Any:
    """What is wrong with the setting, in words; None where it may be kept."""
    wrong = next((one for one in _named(text) if not _PATTERN.fullmatch(one)), None)
    if wrong is None:
        return None
    return _("“%(value)s” is no name of a host, like hooks.example.com or *.example.com.") % {"value": wrong}


def require(url: str) -> None:
    """Raise Invalid for an address that must not be called."""
    try:
        target_of(url, allowed())
    except Refused as error:
        words = str(error.reason.label)
        if error.reason == Reason.HOST:
            words = _("The company settings do not name this host among those that webhooks may be sent to.")
        raise errors.Invalid(fields={"url": [words]}) from None
