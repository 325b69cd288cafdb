"""Whether a person may bring in what a profile says: the right to import, and that of each kind of rows.

Orders that arrive open or as history pass neither approval nor the check of credit, so they, and what comes with
them, need a right of their own, for all rows: ``import.take_over`` (R058, R063).
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.verbs import every_sensitive_field
from common import dates, errors, settings
from common.imports import profile
from common.imports.profile import Profile
from common.imports.targets import Field, importers

RUN = "import.run"
TAKE_OVER = "import.take_over"
UNTIL = "imports.take_over_until"


def require(actor: User, text: str, at: datetime) -> Profile:
    """The checked profile, when the actor may write what it brings.

    Raises Invalid naming each wrong place, NotAllowed, Conflict (``take_over_closed``) for open orders after the
    day until which the company takes them over.
    """
    rights.require(actor, RUN)
    parsed = profile.parse(text)
    for entity in parsed.entities:
        if verb := importers[entity].verb_for(parsed.mode):
            require_verb(actor, verb)
    for section in parsed.sections:
        for name in section.fields:
            field = importers[section.entity].field(name)
            assert field is not None  # the profile was checked
            _require_field(actor, field)
    _require_open_door(parsed, at)
    return parsed


def require_verb(actor: User, verb: str) -> None:
    """Raise NotAllowed without the right; to take over it must be held for all rows."""
    rights.require(actor, verb, owners=[] if verb == TAKE_OVER else None)


def fault_of_day(value: str) -> str | None:
    """What is wrong with the setting of the last day; None when it is a day, or empty."""
    try:
        if value:
            date.fromisoformat(value)
    except ValueError:
        return _("Enter a day like 2026-12-31, or nothing.")
    return None


def _require_field(actor: User, field: Field) -> None:
    if field.sensitive and rights.effect(actor, field.sensitive):
        words = {"field": every_sensitive_field()[field.sensitive].label}
        raise errors.NotAllowed(_("Your role does not show “%(field)s”, so it cannot bring it in.") % words)
    if field.verb:
        require_verb(actor, field.verb)


def _require_open_door(parsed: Profile, at: datetime) -> None:
    last = settings.get(UNTIL)
    if parsed.mode == "open" and "orders" in parsed.entities and last:
        if dates.business_day(at) > date.fromisoformat(last):
            text = _("Open orders were taken over until %(day)s. Enter new ones, or bring them in as drafts.")
            raise errors.Conflict(text % {"day": last}, code="take_over_closed", day=last)
