"""Who reads which events of the feed, and what of them he sees.

An event about a row that scopes reach (an order, a customer, a receipt) is for who sees this row; one about master data
for who may see such data; all others, of the machinery, of people and of permissions, for who may read the trail. What
somebody does not see in full elsewhere he does not see in an event's data (R292-R295, RELIABILITY 2.8).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from accounts import policies as rights
from accounts.collaboration.subjects import subjects
from accounts.people.models import User
from common.models import Event
from integration.catalogue import kinds
from integration.catalogue.keys import Key
from integration.catalogue.kinds import Kind
from integration.rights import FEED
from orders.order import policies as orders
from orders.order.models import Order

TRAIL = "audit.view"
_DRAFT = "draft-"


def require(actor: User) -> None:
    """Raise NotAllowed unless ``actor`` may read the feed."""
    rights.require(actor, FEED)


def kinds_for(actor: User) -> frozenset[str]:
    """The kinds of which ``actor`` may see any event at all."""
    return frozenset(code for code, kind in kinds.all_kinds().items() if _may_see_some(actor, kind))


def reads_all_kinds(actor: User) -> bool:
    """Whether also what nobody wrote down in the catalogue is for him."""
    return rights.can(actor, TRAIL)


def _may_see_some(actor: User, kind: Kind) -> bool:
    return any(_admits(actor, kind, one) for one in kind.subjects or ("",))


def _admits(actor: User, kind: Kind | None, subject_type: str) -> bool:
    """Whether events of this kind about rows of this type may be for him, whatever row it is."""
    if kind is not None and kind.field and rights.effect(actor, kind.field):
        return False
    by_row = _is_by_row(subject_type)
    verb = kind.verb if kind is not None and kind.verb else "" if by_row else TRAIL
    return not verb or rights.can(actor, verb)


def _is_by_row(subject_type: str) -> bool:
    subject = subjects.get(subject_type)
    return subject is not None and subject.visible is not None


def visible(actor: User, rows: Sequence[Event]) -> list[Event]:
    """Those of the rows that ``actor`` may see, in their order; one statement for each type of row among them."""
    ids: dict[str, set[int]] = defaultdict(set)
    admitted = [row for row in rows if _admits(actor, _known(row), row.subject_type)]
    for row in admitted:
        if row.subject_id is not None and _is_by_row(row.subject_type):
            ids[row.subject_type].add(row.subject_id)
    seen = {(name, pk) for name, keys in ids.items() for pk in _seen(actor, name, keys)}
    return [row for row in admitted if not _is_by_row(row.subject_type) or (row.subject_type, row.subject_id) in seen]


def _known(row: Event) -> Kind | None:
    """What the catalogue says of it; None: of this kind about this nobody wrote anything down."""
    kind = kinds.all_kinds().get(row.kind)
    return kind if kind is not None and row.subject_type in (kind.subjects or ("",)) else None


def _seen(actor: User, subject_type: str, ids: Collection[int]) -> Iterable[int]:
    reach = subjects[subject_type].visible
    assert reach is not None  # asked before
    return reach(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True)


def data_for(actor: User, rows: Collection[Event]) -> list[dict[str, Any]]:
    """The data of each row as ``actor`` may see it: what the catalogue names, without what is hidden from him and
    without orders that he does not see."""
    told = [(row, kinds.keys_of(row.kind)) for row in rows]
    named = {ref for row, keys in told for key in keys if key.is_order for ref in _refs(row.data.get(key.name))}
    seen = _seen_orders(actor, named)
    return [_shown(actor, row.data, keys, seen) for row, keys in told]


def _shown(actor: User, data: dict[str, Any], keys: Collection[Key], seen: Collection[str]) -> dict[str, Any]:
    shown = {}
    for key in keys:
        if key.name in data:
            value = _only_seen(data[key.name], seen) if key.is_order else data[key.name]
            shown[key.name] = rights.shown(actor, key.field, value) if key.field else value
    return shown


def _only_seen(value: Any, seen: Collection[str]) -> Any:
    """What names orders, without those that are not seen: a number, numbers, rows with a number, values by number."""
    if isinstance(value, list):
        return [one for one in value if set(_refs(one)) <= set(seen)]
    if isinstance(value, dict) and "order" not in value:
        return {ref: one for ref, one in value.items() if ref in seen}
    return value if set(_refs(value)) <= set(seen) else None


def _refs(value: Any) -> list[str]:
    if isinstance(value, list):
        return [ref for one in value for ref in _refs(one)]
    if isinstance(value, dict):
        return _refs(value["order"]) if "order" in value else [*value]
    return [value] if isinstance(value, str) and value else []


def _seen_orders(actor: User, references: Collection[str]) -> set[str]:
    if not references or rights.reaches_all(actor, orders.VIEW, Order):
        return set(references)
    mine = orders.visible_to(actor).order_by()
    drafts = {one for one in references if one.startswith(_DRAFT) and one.removeprefix(_DRAFT).isdecimal()}
    found = set(mine.filter(number__in=references).values_list("number", flat=True))
    pks = mine.filter(pk__in=[one.removeprefix(_DRAFT) for one in drafts]).values_list("pk", flat=True)
    return {str(one) for one in found} | {f"{_DRAFT}{pk}" for pk in (pks if drafts else ())}
