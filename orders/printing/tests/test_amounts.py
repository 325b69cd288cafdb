"""Amounts in words."""

from decimal import Decimal

import pytest

from orders.printing.amounts import in_chinese, in_english


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("10", "人民币壹拾元整"),
        ("1005.2", "人民币壹仟零伍元贰角整"),
        ("1005.02", "人民币壹仟零伍元零贰分"),
        ("20010000.30", "人民币贰仟零壹万元叁角整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("286480.45", "人民币贰拾捌万陆仟肆佰捌拾元肆角伍分"),
        ("1000000000000", "人民币壹万亿元整"),
        ("-12", "人民币负壹拾贰元整"),
        ("0.005", "人民币壹分"),
    ],
)
def test_chinese_capitals_leave_no_room_for_another_figure(amount, words):
    assert in_chinese(Decimal(amount), "CNY") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "Say US dollars zero only"),
        ("1005.20", "Say US dollars one thousand and five and cents twenty only"),
        (
            "1230067.89",
            "Say US dollars one million two hundred and thirty thousand and sixty-seven and cents eighty-nine only",
        ),
        ("1000000", "Say US dollars one million only"),
        ("-3.01", "Say US dollars minus three and cents one only"),
    ],
)
def test_english_words_of_an_amount(amount, words):
    assert in_english(Decimal(amount), "USD") == words


def test_a_currency_without_a_name_of_ours_stands_with_its_code():
    assert in_chinese(Decimal(7), "CHF") == "CHF柒元整"
    assert in_english(Decimal(7), "CHF") == "Say CHF seven only"
