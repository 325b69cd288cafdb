"""The parts that pages are made of."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from common import keyset
from common.templatetags import ui


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(source: str, path: str = "/list/?q=x&cursor=old", **context) -> str:
    context.setdefault("request", RequestFactory().get(path))
    return Template("{% load ui %}" + source).render(Context(context))


class Sheet(forms.Form):
    customer = forms.CharField(label="Customer", help_text="Code or name")
    quantity = forms.DecimalField(label="Quantity", min_value=1)
    due = forms.DateField(label="Due", required=False)
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)


def test_text_from_outside_is_escaped_everywhere():
    evil = "<img src=x onerror=1>"
    for tag in (
        '{% status "wait" evil %}', '{% flag evil "bad" "truck" evil %}', "{% chip evil evil evil %}",
        "{% person evil %}", '{% bar "sh:3" label=evil %}', "{% money evil %}", '{% tabs items "x" %}',
        "{% note %}{{ evil }}{% endnote %}", "{% empty 'truck' evil %}{% endempty %}",
    ):  # fmt: skip
        html = draw(tag, evil=evil, items=[{"label": evil, "url": evil}])
        assert "<img" not in html, tag


def test_a_bar_never_grows_beyond_its_track():
    assert ui.segment_pairs("sg:80 sh:50 rs:-3") == [("sg", 80), ("sh", 20)]
    assert 'width="20.00%"' in ui.bar("sg:80 sh:50", label="x")


def test_a_bar_without_words_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in ui.bar("sh:10")
    assert 'role="img" aria-label="10 of 100"' in ui.bar("sh:10", label="10 of 100")


def test_a_negative_amount_is_red_with_a_true_minus():
    assert ui.money("-3752.5", "CNY") == '<span class="so-money neg">−¥3,752<span class="d">.50</span></span>'
    assert ui.money("5", "CNY", signed=True).startswith('<span class="so-money">+¥5')
    assert "¥" not in ui.money("5", "CNY", bare=True)


def test_a_head_turns_its_order_round_and_goes_back_to_page_one():
    falling = draw('{% th "Amount" sort="amount" cls="n" %}', page=SimpleNamespace(sort="-amount"))
    assert 'aria-sort="descending"' in falling
    assert 'href="?q=x&amp;sort=%2Bamount"' in falling
    other = draw('{% th "Amount" sort="amount" %}', page=SimpleNamespace(sort="-day"))
    assert "aria-sort" not in other
    assert "sort=amount" in other


def test_columns_to_choose_from_stand_with_their_like():
    few = draw("{% columns every chosen '/c/' %}", every=[("a", "A"), ("b", "B")], chosen=["b"])
    assert "<h3>" not in few and few.count("<li>") == 2 and 'value="b" checked' in few
    every = [("a", "A", "Order"), ("b", "B", "Order"), ("c", "C", "Dates")]
    many = draw("{% columns every chosen '/c/' %}", every=every, chosen=[])
    assert many.count("<h3>") == 2 and many.index("<h3>Order</h3>") < many.index('value="b"') < many.index("<h3>Dates")


def test_a_list_of_one_page_has_no_pager():
    page = keyset.Page(items=[], next_cursor=None, previous_cursor=None, sort="-pk")
    assert not draw("{% pager page %}", page=page).strip()


def test_the_pager_keeps_the_filters_and_offers_only_pages_that_are():
    page = keyset.Page(items=[], next_cursor="n+1", previous_cursor=None, sort="-day")
    html = draw("{% pager page %}", page=page)
    assert 'href="?q=x&amp;cursor=n%2B1"' in html
    assert html.count('aria-disabled="true"') == 1


def test_a_field_ties_label_help_and_error_together():
    form = Sheet({"customer": "", "quantity": "0"})
    html = draw("{% field form.customer %}", form=form)
    assert '<label for="id_customer">' in html
    assert 'aria-describedby="id_customer-help id_customer-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_customer-error"' in html


def test_a_days_field_is_written_iso_in_every_language():
    with translation.override("zh-hans"):
        form = Sheet(initial={"due": __import__("datetime").date(2026, 12, 5)})
        assert 'value="2026-12-05"' in draw("{% field form.due %}", form=form)


def test_a_number_is_no_spin_box():
    assert 'type="text"' in draw("{% field form.quantity %}", form=Sheet())


def test_a_group_of_boxes_is_a_fieldset_with_a_legend():
    html = draw("{% field form.kinds %}", form=Sheet())
    assert "<fieldset" in html
    assert "<legend" in html


def test_further_attributes_reach_the_control():
    html = draw('{% field form.customer data_ac_url="/x/" placeholder="p" %}', form=Sheet())
    assert 'data-ac-url="/x/"' in html
    assert 'placeholder="p"' in html


def test_the_summary_lists_every_error_with_a_way_to_its_field():
    html = draw("{% error_summary form %}", form=Sheet({"customer": "", "quantity": "0"}))
    assert 'role="alert"' in html
    assert 'href="#id_customer"' in html
    assert "3 things to correct" in html
    assert draw("{% error_summary form %}", form=Sheet()).strip() == ""


def test_the_summary_names_the_line_of_a_formset():
    lines = forms.formset_factory(Sheet)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-customer": "x", "form-0-quantity": "q"}
    )
    assert "1 · Quantity" in draw("{% error_summary lines %}", lines=lines)


def test_a_dialog_is_a_real_form_that_works_without_scripts():
    html = draw('{% dialog "Close?" "Close" "/close/" cancel="Leave open" tone="danger" %}<p>14</p>{% enddialog %}')
    assert 'method="post" action="/close/"' in html
    assert 'name="nonce"' in html
    assert "<p>14</p>" in html
    assert "Leave open" in html


def test_options_carry_what_they_fill_in():
    html = draw("{% options items columns %}", columns=["Code"], items=[
        {"value": 7, "text": "01.2", "cells": ["01.2", ("3", "n")], "fill": {"price": "1.50"}}
    ])  # fmt: skip
    assert 'role="option"' in html
    assert 'data-value="7"' in html
    assert "&quot;price&quot;: &quot;1.50&quot;" in html
    assert 'class="clip n"' in html


def test_a_block_tag_keeps_markup_of_the_page():
    assert "<b>safe</b>" in draw("{% note %}{{ text }}{% endnote %}", text=mark_safe("<b>safe</b>"))


def test_an_unknown_address_is_empty_instead_of_an_error():
    assert draw('{% maybe_url "no:such" as url %}[{{ url }}]') == "[]"
