"""Mail to a customer's contact comes back: who looks after the customer is told (R193)."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from common.mailing.bounces import News
from customers.models import Contact

_BLOCKED = gettext_noop("Mail to %(contact)s of %(customer)s comes back; the address needs correcting.")


def tell(news: News) -> None:
    """Tell whoever looks after a customer one of whose contacts has the address that was just blocked."""
    if not news.is_new_block:
        return
    rows = Contact.objects.filter(email__iexact=news.address, is_active=True, customer__merged_into__isnull=True)
    for contact in rows.select_related("customer__owner"):
        owner = contact.customer.owner
        if owner is None or not owner.is_active:
            continue
        inbox.notify(
            [owner.pk],
            kind="mail.blocked",
            message=_BLOCKED,
            parameters={"contact": contact.name, "customer": contact.customer.name},
            at=news.at,
            subject=contact.customer,
            url=f"{reverse('customers:customer-detail', args=[contact.customer_id])}?tab=contacts",
        )
