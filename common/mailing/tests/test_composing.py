"""A letter says the same as plain text and as HTML."""

import re
from html import unescape

import pytest
from django.utils import translation

from common import mailing

pytestmark = pytest.mark.django_db


def words_of(html):
    body = re.sub(r"(?s)<(head|style|title).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_every_word_of_a_letter_stands_in_both():
    text, html = mailing.letter(
        title="Due soon",
        paragraphs=["Dear Ms Wang,", "", "two lines\nof one paragraph"],
        items=[
            mailing.Item("SO-1", "https://e.com/1", "tomorrow", "Delivery"),
            mailing.Item("SO-2", "", "today", "Delivery"),
            mailing.Item("SO-3", "https://e.com/3", "", "Payment"),
        ],
        link=mailing.Link("Open", "https://e.com/all"),
        after=["Kind regards"],
        why="You answer for them.",
        unsubscribe="https://e.com/u",
    )
    shown = words_of(html)
    for said in (
        "Due soon",
        "Dear Ms Wang,",
        "SO-1",
        "tomorrow",
        "SO-2",
        "Delivery",
        "Payment",
        "Open",
        "Kind regards",
    ):
        assert said in text and said in shown
    assert text.count("Delivery") == shown.count("Delivery") == 1
    assert text.index("Kind regards") < text.index("\n--\n") < text.index("You answer for them.")
    for address in ("https://e.com/1", "https://e.com/3", "https://e.com/all", "https://e.com/u"):
        assert address in text and f'href="{address}"' in html


def test_nothing_a_person_wrote_becomes_markup():
    bad = '<img src=x onerror=alert(1)> "quoted" & https://e.com/"onmouseover="x'
    text, html = mailing.letter(title=bad, paragraphs=[bad], items=[mailing.Item(bad, text=bad)], why=bad)
    assert bad in text
    assert "<img" not in html and 'onmouseover="x' not in html.replace("&quot;", "")


def test_no_empty_parts_are_left():
    text, html = mailing.letter(paragraphs=["One.", "  ", ""])
    assert text == "One."
    assert html.count("<p ") == 1


def test_a_mail_is_in_one_language_and_says_which():
    with translation.override("zh-hans"):
        text, html = mailing.letter(paragraphs=["您好"], unsubscribe="https://e.com/u")
    assert '<html lang="zh-hans">' in html and "退订" in text and "退订" in html
    assert "PingFang SC" in html and "prefers-color-scheme:dark" in html


def test_it_loads_nothing_from_anywhere():
    html = mailing.letter(paragraphs=["x"]).html
    assert "<img" not in html and "url(" not in html and "<link" not in html and "<script" not in html


def test_a_small_table_stands_in_both_its_figures_to_the_right():
    grid = mailing.Grid(["Region", "Orders"], [["North <1>", "12"], ["Total", "40"]], [False, True])
    text, html = mailing.letter(title="Orders", grid=grid, link=mailing.Link("Open", "https://e.com/all"))
    assert "Region | Orders\nNorth <1> | 12\nTotal | 40" in text
    assert "Region Orders North <1> 12 Total 40" in words_of(html)
    assert html.count('align="right"') == 3 and "North &lt;1&gt;" in html
