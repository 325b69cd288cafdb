"""Numbers as people type them."""

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from common import reference
from common.typed import NameField, NumberField, read_key, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("12", "12"),
        (" 1,234.50 ", "1234.50"),
        ("1，000，000", "1000000"),
        ("1 000 000", "1000000"),
        ("１２．５", "12.5"),
        (".5", "0.5"),
        ("−3", "-3"),
        ("+7", "7"),
    ],
)
def test_a_number_is_read_as_it_is_written(text, number):
    assert read_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    "text",
    ["1,5", "1，5", "1,23,456", "12,34", "1e3", "1e400", "NaN", "Infinity", "0x1", "--1", "1.2.3", "٣", "9" * 41],
)
def test_what_could_be_meant_otherwise_is_no_number(text):
    with pytest.raises(ValueError):
        read_number(text)


def test_keys_are_those_that_a_row_can_have():
    assert read_key("17") == 17
    assert [read_key(text) for text in ("", None, "0", "-1", "1.5", "9" * 19, "9" * 5000, "１")] == [None] * 8


def test_a_field_takes_separators_and_names_what_it_cannot_read():
    class Form(forms.Form):
        amount = NumberField(max_digits=12, decimal_places=2)

    assert Form({"amount": "1,234.50"}).is_valid()
    assert Form({"amount": "1,5"}).errors["amount"] == ["Enter a number, like 1234.50 or 1,234.50."]
    assert Form({"amount": "1e3"}).errors
    assert Form({"amount": "1.234"}).errors, "more decimals than the column has"
    assert 'type="text"' in str(Form()["amount"])


def test_a_name_that_we_ship_is_read_in_ones_language_and_stored_as_it_was():
    class Form(forms.Form):
        name = NameField()

    stored = next(name for name in reference.shipped_names if name == "Buy one, get one")
    with override("zh-hans"):
        form = Form({"name": "买一送一"}, initial={"name": stored})
        assert 'value="买一送一"' in str(Form(initial={"name": stored})["name"])
        assert form.is_valid() and form.cleaned_data["name"] == stored and not form.has_changed()
        assert Form({"name": "买五送一"}, initial={"name": stored}).has_changed()
