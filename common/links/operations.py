"""Signed links: issued, opened, used, taken back (issue 4; RELIABILITY 2.8 for what outsiders learn).

Links are locked after their subject (docs/adr/0026): an operation that acts through a link locks the subject first,
then calls ``use`` or ``revoke``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common import errors
from common.links import queries, tokens
from common.links.models import LinkVisit, SignedLink
from common.links.purposes import purposes
from common.operation import in_operation, operation

MOST_VISITS = 200  # of one link that are written down
_AGENT = 300


@dataclass(frozen=True)
class Visitor:
    """From where a link is opened: network address ("" unknown) and browser."""

    address: str = ""
    agent: str = ""


@operation
def issue(
    *,
    actor: Any,
    purpose: str,
    subject_type: str,
    subject_id: int,
    valid_until: datetime,
    single_use: bool,
    at: datetime,
    person_id: int | None = None,
    recipient: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> str:
    """Make a link and return its path. A message kept in the database should not hold it: name the subject there,
    and ask ``queries.path_of`` when the message is written.

    KeyError for a purpose nobody registered, ValueError for a link to sign in with that is made for nobody: bugs.
    """
    if purposes[purpose].asks_for_sign_in and person_id is None:
        raise ValueError(f"{purpose}: a link that asks for a sign-in is made for a person")
    salt = tokens.new_salt()
    link = SignedLink.objects.create(
        purpose=purpose,
        salt=salt,
        digest=tokens.digest(tokens.token_of(salt)),
        subject_type=subject_type,
        subject_id=subject_id,
        person_id=person_id,
        recipient=recipient,
        parameters=dict(parameters or {}),
        is_single_use=single_use,
        valid_until=valid_until,
        issued_by_id=actor.pk,
        issued_at=at,
    )
    return queries.path_of(link)


def open_link(*, token: str, visitor: Visitor, at: datetime) -> SignedLink:
    """The link of an address, and a note that it was opened: nothing else changes, for whoever opens it may be a
    machine. Raises NotFound, always the same."""
    link = queries.find_live(token, at=at)
    if LinkVisit.objects.filter(link=link).count() < MOST_VISITS:
        in_operation(None, lambda: _note(link, LinkVisit.Kind.OPENED, visitor, at))
    return link


@operation
def use(*, actor: Any, link_id: int, visitor: Visitor, at: datetime) -> SignedLink:
    """Act through a link, inside the operation that does so and after its subject was locked. A link of single use
    serves once, however often it is sent at the same time. Raises NotFound, as ``open_link``."""
    link = SignedLink.objects.select_for_update(no_key=True).filter(pk=link_id).first()
    if link is None or not queries.is_live(link, at=at):
        raise errors.NotFound()
    link.used_at = link.used_at or at
    link.save(update_fields=["used_at"])
    _note(link, LinkVisit.Kind.USED, visitor, at)
    return link


@operation
def tell(*, actor: Any, link_id: int, parameters: Mapping[str, Any], at: datetime) -> SignedLink:
    """Change what a link's page is told, for whoever has its address. Raises NotFound for one that opens nothing."""
    link = SignedLink.objects.select_for_update(no_key=True).filter(pk=link_id).first()
    if link is None or not queries.is_live(link, at=at):
        raise errors.NotFound()
    link.parameters = dict(parameters)
    link.save(update_fields=["parameters"])
    return link


@operation
def revoke(
    *, actor: Any, purpose: str, subject_type: str, subject_id: int, at: datetime, person_id: int | None = None
) -> int:
    """Take back every link of a subject for a purpose (of one person where named); returns how many still stood."""
    standing = SignedLink.objects.filter(
        purpose=purpose, subject_type=subject_type, subject_id=subject_id, revoked_at=None
    )
    if person_id is not None:
        standing = standing.filter(person_id=person_id)
    return standing.update(revoked_at=at)


def _note(link: SignedLink, kind: LinkVisit.Kind, visitor: Visitor, at: datetime) -> None:
    LinkVisit.objects.create(
        link=link, kind=kind, at=at, address=visitor.address or None, agent=visitor.agent[:_AGENT].replace("\0", "")
    )
