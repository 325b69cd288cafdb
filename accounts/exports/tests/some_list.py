"""A list of people to export: what upper apps register, without them."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import policies
from accounts.people.models import User
from common import keyset
from common.conditions.kinds import Kind
from common.exports import plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain

KEY = "test.people"
SORTS = {"name": keyset.Sort("name", descending=False)}
COLUMNS = {
    "name": Plain(Column("name", "Name"), ("name",)),
    "username": Plain(Column("username", "Sign-in name", Kind.CODE), ("username",)),
    "phone": Plain(Column("phone", "Phone", Kind.CODE), ("phone",)),
    "number": Plain(Column("number", "Number", Kind.NUMBER, is_summed=True), ("pk",)),
}


def open_people(actor: Any, asked: Asked) -> Sheet:
    """People whose name begins with ``q``; without phones for who may not see contacts."""
    rows = User.objects.filter(is_system=False, name__startswith=asked.query.get("q", ""))
    offered = {key: one for key, one in COLUMNS.items() if key != "phone" or not policies.effect(actor, "test.phone")}
    return plain.sheet(
        keyset.ordered(rows, sorts=SORTS, sort=asked.query.get("sort") or "name"),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=[f"Name: {asked.query['q']}"] if asked.query.get("q") else [],
    )


@pytest.fixture
def people_list() -> Iterator[str]:
    """The key of the list."""
    lists._entries[KEY] = ExportList("People", "token.issue", "accounts:inbox", open_people, {"q"})
    yield KEY
    del lists._entries[KEY]
