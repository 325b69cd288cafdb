"""Planned receipts that a document of an upper floor keeps: their day has one owner, and moves only from there
(docs/adr/0075).

A room that makes and buys goods plans what is to come under a ``provider`` of its own and registers a ``Keeper``. Here
nobody else changes or gives up such a receipt; that its goods came is said here, as of every other, and the keeper
hears of it. Locks: the keeper's documents, products, planned receipts by pk, then what ``news.replanned`` locks.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.registry import Registry
from products.stock.supply.models import PlannedReceipt


class Came(Protocol):
    """What came of kept receipts changed: called with them locked and saved, before any stock row is locked."""

    def __call__(self, receipts: Sequence[PlannedReceipt], *, actor: User, at: datetime) -> None: ...


@dataclass(frozen=True)
class Document:
    """What keeps a receipt: its number and its page ("" where there is none)."""

    number: str
    url: str


@dataclass(frozen=True)
class Keeper:
    """``lock`` locks the documents that keep these receipts, by pk, before products and receipts are; ``came`` hears of
    goods; ``document`` says who keeps a receipt."""

    lock: Callable[[Collection[int]], None]
    came: Came
    document: Callable[[PlannedReceipt], Document]


keepers: Registry[Keeper] = Registry("products.stock.keepers")


def document_of(receipt: PlannedReceipt) -> Document | None:
    """What keeps a receipt; None where it stands by itself."""
    return keepers[receipt.provider].document(receipt) if receipt.provider in keepers else None


def lock(receipt_ids: Collection[int]) -> None:
    """Lock what keeps these receipts, before anything of them is locked. One statement where nothing does."""
    rows = PlannedReceipt.objects.filter(pk__in=receipt_ids, provider__in=[key for key, _one in keepers.items()])
    by_keeper: dict[str, list[int]] = {}
    for provider, pk in rows.order_by("pk").values_list("provider", "pk"):
        by_keeper.setdefault(provider, []).append(pk)
    for provider, kept in by_keeper.items():
        keepers[provider].lock(kept)


def require_free(receipt: PlannedReceipt) -> None:
    """Raise Conflict with the address of its document for a receipt that is kept elsewhere."""
    if (document := document_of(receipt)) is not None:
        text = _("%(number)s keeps this receipt: its day and quantity are changed there.")
        raise errors.Conflict(
            text % {"number": document.number}, code="kept_elsewhere", number=document.number, url=document.url
        )


def require_own(provider: str, path: str) -> None:
    """Raise Invalid where somebody else plans under the name of a keeper."""
    if provider in keepers:
        text = _("Receipts of “%(provider)s” are planned by their own document.")
        raise errors.Invalid(fields={f"{path}provider": [text % {"provider": provider}]})


def tell_came(receipts: Iterable[PlannedReceipt], *, actor: User, at: datetime) -> None:
    """Tell the keepers that what came of these locked receipts changed."""
    rows = [one for one in receipts if one.provider in keepers]
    for provider in dict.fromkeys(one.provider for one in rows):
        keepers[provider].came([one for one in rows if one.provider == provider], actor=actor, at=at)
