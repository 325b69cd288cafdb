"""Who keeps which webhooks. Events go out as their reader sees them, so whoever sets one up for another person needs
the right to manage roles, as for a token that acts as him (RELIABILITY 2.11)."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from integration.feed import policies as feed
from integration.rights import WEBHOOKS
from integration.webhooks.models import WebhookEndpoint

_AS_ANOTHER = "role.manage"


def visible_to(actor: User) -> QuerySet[WebhookEndpoint]:
    """The webhooks that ``actor`` keeps: those read as himself, or all. Raises NotAllowed."""
    rights.require(actor, WEBHOOKS)
    return rights.visible(WebhookEndpoint.objects.all(), actor, WEBHOOKS, owners=["reader"])


def require_reader(actor: User, reader: User) -> None:
    """Raise NotAllowed unless ``actor`` may have events sent that ``reader`` sees, and he may read them."""
    rights.require(actor, WEBHOOKS, owners=[reader.pk])
    if reader.pk != actor.pk:
        rights.require(actor, _AS_ANOTHER)
    feed.require(reader)


def may_choose_reader(actor: User) -> bool:
    """Whether he may have events sent as others see them."""
    return rights.reaches_all(actor, WEBHOOKS, WebhookEndpoint) and rights.can(actor, _AS_ANOTHER)
