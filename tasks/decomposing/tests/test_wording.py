"""Customers' wishes in production's words (R152)."""

import pytest

from tasks.decomposing.wording import Words, fill, sentences_about_goods


def test_known_words_are_put_into_ours_once_and_the_longest_counts():
    words = Words({"接线盒": "盒 1", "防水接线盒": "盒 88", "Logo": "激光标"})
    assert words.put("防水接线盒两个, logo 一处") == "盒 88（防水接线盒）两个, 激光标（logo） 一处"
    assert Words({}).put("as it is") == "as it is"


def test_a_text_names_what_it_knows_and_leaves_what_it_does_not():
    values = {"product": "DS1", "specification": "", "quantity": "12", "unit": "台"}
    assert fill("{quantity} {unit} {product} {specification}", values) == "12 台 DS1"
    assert fill("{nothing.__class__} {unknown}", values) == "{nothing.__class__} {unknown}"
    assert len(fill("{product}" * 90, values, 160)) == 160


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("付款期 30 天。包装须用木箱。质量按国标。违约金 5%。", ["包装须用木箱。", "质量按国标。"]),
        ("Payment in 30 days\nEach crate bears the drawing number", ["Each crate bears the drawing number"]),
        (
            "质量保证金 5 万 元，验收后付。元器件须为工业级，包装 12 单元一箱。",
            ["元器件须为工业级，包装 12 单元一箱。"],
        ),
        ("质量异议扣款 USD 500。European quality marks, please;", ["European quality marks, please;"]),
        ("", []),
    ],
)
def test_of_a_contract_only_what_is_about_the_goods_reaches_production(terms, found):
    assert sentences_about_goods(terms) == found
