"""Reads of signed links."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from common import errors
from common.links import tokens
from common.links.models import LinkVisit, SignedLink


def find_live(token: str, *, at: datetime) -> SignedLink:
    """The link of an address. Raises NotFound, always the same, for one that never was, ran out, was taken back or
    served its single use."""
    link = SignedLink.objects.filter(digest=tokens.digest(token)).first()
    if link is None or not is_live(link, at=at):
        raise errors.NotFound()
    return link


def is_live(link: SignedLink, *, at: datetime) -> bool:
    """Whether the link opens its page now."""
    served = link.is_single_use and link.used_at is not None
    return link.revoked_at is None and link.valid_until > at and not served


def path_of(link: SignedLink) -> str:
    """The address of a link on this site, for the moment at which a message is written.

    Raises WrongState where the site's secret key changed since: such a link still opens for who has it, but must be
    issued anew to be sent again.
    """
    token = tokens.token_of(link.salt)
    if tokens.digest(token) != link.digest:
        raise errors.WrongState(code="link_lost")
    return reverse("common:link", kwargs={"token": token})


def links_of(subject_type: str, subject_id: int, purpose: str) -> QuerySet[SignedLink]:
    """Every link of a subject for one purpose, newest first."""
    return SignedLink.objects.filter(subject_type=subject_type, subject_id=subject_id, purpose=purpose).order_by("-id")


def visits(link: SignedLink) -> QuerySet[LinkVisit]:
    """When and from where a link was opened and used, oldest first."""
    return LinkVisit.objects.filter(link=link).order_by("id")
