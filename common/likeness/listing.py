"""How pairs that are alike are listed: the likeliest first, open ones or those said to be two."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.keyset import Sort
from common.likeness.models import DuplicatePair

PAGE_SIZE = 50
SORTS = {"score": Sort("score")}
SORT = "score"
State = DuplicatePair.State


def narrowed(rows: QuerySet[DuplicatePair], query: Mapping[str, str]) -> QuerySet[DuplicatePair]:
    """Those to decide, or with ``state=NOT_SAME`` those that were decided."""
    return rows.filter(state=State.NOT_SAME if query.get("state") == State.NOT_SAME else State.OPEN)


def tabs(query: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    """The tabs above the list."""
    is_decided = query.get("state") == State.NOT_SAME
    return [
        {"label": _("To decide"), "url": url, "current": not is_decided, "key": "1"},
        {"label": _("Not the same"), "url": f"{url}?state=NOT_SAME", "current": is_decided, "key": "2"},
    ]


def words(kind: str) -> str:
    """What two rows have in common, in words."""
    return {
        "TAX_NUMBER": _("Same tax number"),
        "NAME": _("Same name"),
        "NAME_CORE": _("Same telling part of the name"),
        "CODE": _("Codes differ only in signs"),
        "NAME_SPECIFICATION": _("Same name and specification"),
        "PINYIN": _("Names sound the same"),
    }[kind]
