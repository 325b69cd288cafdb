"""Who keeps which webhooks. Events go out as their reader sees them, so whoever sets one up for another person needs
the right to manage roles, as for a token that acts as him; and so does who decides where, or which of them, such a
webhook sends: he gets what that person sees. A token with scopes decides none of it: events go out with all rights of
the reader, long after the token is gone (RELIABILITY 2.11)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from common import errors
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
    require_sending(actor, reader.pk)
    feed.require(reader)


def require_sending(actor: User, reader_id: int) -> None:
    """Raise NotAllowed unless ``actor`` may decide where, and which, events of this reader go. Who may not still pauses
    and removes such a webhook."""
    if access.of(actor).token_scopes is not None:
        words = _("A token with scopes may not decide what a webhook sends. Use one without scopes, or the page.")
        raise errors.NotAllowed(words)
    if reader_id != actor.pk:
        rights.require(actor, _AS_ANOTHER)


def may_send(actor: User, reader_id: int) -> bool:
    """Whether he may decide where, and which, events of this reader go."""
    return access.of(actor).token_scopes is None and (reader_id == actor.pk or rights.can(actor, _AS_ANOTHER))


def may_choose_reader(actor: User) -> bool:
    """Whether he may have events sent as others see them."""
    return rights.reaches_all(actor, WEBHOOKS, WebhookEndpoint) and rights.can(actor, _AS_ANOTHER)
