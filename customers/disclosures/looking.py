"""Having a masked contact shown in full: a deed that is noted, so that whoever does not need phones every day may still
call once, and everybody can see who did (R308, R309)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles.models import FieldRule
from common import dates, errors, events, settings
from common.operation import operation
from customers import policies, queries
from customers.disclosures.models import ContactLook
from customers.models import Contact

VERB = "contact.reveal"
MOST = "disclosures.most_looks"
NO_MORE = "too_many_looks"


def may_look(actor: User) -> bool:
    """Whether contacts are masked for the actor, and he may have them shown one by one. What is hidden stays hidden."""
    return rights.effect(actor, policies.CONTACT) == FieldRule.Effect.MASK and rights.can(actor, VERB)


@operation
def reveal_contact(*, actor: User, customer_id: int, contact_id: int, reason: str, at: datetime) -> Contact:
    """Show a contact that the actor sees masked, and note that he looked, what for and when; so many a day as the
    setting says. Who sees contacts in full is not noted.

    Raises NotFound, NotAllowed (no right; hidden from him, not only masked), Invalid (no reason), Conflict
    (``too_many_looks``).
    """
    customer = queries.get_bare(actor=actor, customer_id=customer_id)
    contact = queries.get_contact(customer, contact_id)
    if policies.sees_contacts(actor):
        return contact
    rights.require(actor, VERB)
    if not may_look(actor):
        raise errors.NotAllowed()
    reason = " ".join(reason.split())
    if not reason:
        raise errors.Invalid(fields={"reason": [_("Say what you need it for.")]})
    list(User.objects.select_for_update(no_key=True).filter(pk=actor.pk).values_list("pk"))  # his looks are counted
    today = ContactLook.objects.filter(looked_by=actor, looked_at__gte=dates.day_start(dates.business_day(at))).count()
    if today >= settings.get(MOST):
        words = _("You looked at %(count)s contacts today; more are for tomorrow, or for who sees them in full.")
        raise errors.Conflict(words % {"count": today}, code=NO_MORE)
    ContactLook.objects.create(customer=customer, contact=contact, reason=reason[:200], looked_by=actor, looked_at=at)
    events.record("contact.revealed", customer, at=at, number=customer.code, contact=contact.pk, reason=reason[:200])
    return contact
