"""Every column that looks as if it held a person's data is declared: where it stands, or why it does not."""

from unittest import mock

from customers.models import Contact
from customers.privacy import places


def test_every_column_that_looks_personal_is_declared():
    assert places.undeclared() == [], "say in personal_data.py (or own_places.py) whose it is, or why it is nobody's"


def test_what_is_declared_is_there():
    assert places.unknown() == []


def test_a_new_column_is_not_forgotten():
    kept = {name: one for name, one in places.tables.items() if name != Contact._meta.db_table}
    with mock.patch.object(places.tables, "_entries", kept):
        assert [one for one in places.undeclared() if one.startswith("customers_contact.")] == [
            *(f"customers_contact.{name}" for name in ("name", "phone", "email")),
        ]
        searched = {one.column for one in places.searched(Contact)}
    assert searched >= {"name", "title", "phone", "email"}, "and is looked through though nobody declared it"


def test_whatever_stays_says_why():
    assert [name for name, one in places.tables.items() if not all(map(str, one.kept.values()))] == []
    assert all(places.exempt.values())
