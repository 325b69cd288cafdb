"""The customer list as a file."""

import pytest

from accounts.exports.tests.taking import rows_of, take, told_of
from accounts.people import operations as people
from accounts.tests.builders import AT, make_cast
from customers import exporting, listing
from customers.tests.builders import make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_file_has_the_columns_of_the_screen_and_codes_stay_text():
    cast = make_cast()
    make_customer(owner=cast.owner, code="02.001", name="=华为()")
    export = take(cast.owner, "customers", "q=02.0&sort=code")
    (row,) = rows_of(export)
    assert list(row) == [str(column.label) for column in listing.chosen(None)]
    assert row["Code"] == "02.001" and row["Name"] == "=华为()" and row["Salesperson"] == cast.owner.name
    assert row["State"] == "New customer"
    assert told_of(export)["Condition"] == ["Search: 02.0"]


def test_every_column_has_its_plain_values():
    assert {*exporting.PLAIN, *exporting.CLASSIFIED} == set(listing.COLUMNS)
    cast = make_cast()
    make_customer(owner=cast.owner)
    people.remember(actor=cast.owner, key=listing.COLUMNS_KEY, value=list(listing.COLUMNS), at=AT)
    (row,) = rows_of(take(cast.owner, "customers"))
    assert len(row) == len(listing.COLUMNS)


def test_customers_of_others_are_not_in_the_file():
    cast = make_cast()
    make_customer(owner=cast.owner)
    assert take(cast.stranger, "customers").rows == 0


def test_people_and_departments_are_named_in_the_conditions():
    cast = make_cast()
    export = take(cast.owner, "customers", f"owner={cast.owner.pk}&department={cast.department.pk}&is_new=true")
    told = told_of(export)["Condition"]
    assert f"Salesperson: {cast.owner.name}" in told and f"Sales department: {cast.department.name}" in told
    assert "New customer: yes" in told
