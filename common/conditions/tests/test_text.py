"""The text form of conditions: both languages in, rows out, and back without loss."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given, settings
from hypothesis import strategies as st

from common.conditions import kinds, reading, values, writing
from common.conditions.errors import BadCondition
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector, Row, check, from_json
from common.conditions.terms import Term, Vocabulary

VOCABULARY = Vocabulary(
    [
        Term(
            "customer_class", _("Customer class"), Kind.CHOICE, ("客户类别",), {"DOMESTIC": "内贸", "FOREIGN": "外贸"}
        ),
        Term("product_tags", _("Product tags"), Kind.TAGS, ("产品标签",), {"DIGITAL_KIT": "数字套件"}),
        Term("row_closed", _("Row-close flag"), Kind.FLAG, ("行关闭",)),
        Term("product_code", _("Product code"), Kind.CODE),
        Term("product_name", _("Product name"), Kind.TEXT),
        Term("total", _("Total"), Kind.MONEY),
        Term("order_date", _("Order date"), Kind.DATE, ("订单日期",)),
        Term("effective_at", _("Effective since"), Kind.MOMENT),
    ]
)


def read(text: str) -> tuple[Row, ...]:
    return reading.read(text, VOCABULARY)


def test_the_companys_own_words_are_read():
    assert read("(客户类别 = 内贸 且 产品标签 含 数字套件) 或 行关闭 = N") == (
        Row("customer_class", Operator.EQ, ("DOMESTIC",), opens=1),
        Row("product_tags", Operator.HAS, ("DIGITAL_KIT",), closes=1),
        Row("row_closed", Operator.EQ, ("N",), Connector.OR),
    )


def test_english_words_mean_the_same():
    english = "(Customer class = DOMESTIC and Product tags has 数字套件) or Row-close flag = n"
    assert read(english) == read("（客户类别＝内贸 并且 产品标签 包含 数字套件）或者 行关闭 等于 否")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('product_code左包含"02."', Row("product_code", Operator.STARTS, ("02.",))),
        ("Product code left-contains 02.", Row("product_code", Operator.STARTS, ("02.",))),
        ("Product code between 11.001 to 56.005", Row("product_code", Operator.BETWEEN, ("11.001", "56.005"))),
        ("Product code in (01.1, 01.2，01.3)", Row("product_code", Operator.IN, ("01.1", "01.2", "01.3"))),
        ('Product name contains "DS1(铝合金)-4 ""x"""', Row("product_name", Operator.CONTAINS, ('DS1(铝合金)-4 "x"',))),
        ("Total >= 1,234.50", None),
        ('Total >= "1,234.50"', Row("total", Operator.GE, ("1234.50",))),
        ("订单日期 = last month", Row("order_date", Operator.EQ, ("LAST_MONTH",))),
        ("Order date 早于 2026/1/5", Row("order_date", Operator.LT, ("2026-01-05",))),
        ('Order date = "next 7 days"', Row("order_date", Operator.EQ, ("NEXT_DAYS:7",))),
        ("订单日期 = 未来7天", Row("order_date", Operator.EQ, ("NEXT_DAYS:7",))),
        ("Product name 为空", Row("product_name", Operator.EMPTY)),
        ("Product name is not empty", Row("product_name", Operator.FILLED)),
        ("Product name is empty-handed", None),
    ],
)
def test_a_row_is_read(text, row):
    if row is None:
        with pytest.raises(BadCondition):
            read(text)
    else:
        assert read(text) == (row,)


@pytest.mark.parametrize(
    ("text", "position", "length"),
    [
        ("Colour = red", 0, 6),
        ("Total = 5 and", 13, 1),
        ("Total = 5 xor Total = 6", 10, 3),
        ("Total starts with 5", 6, 6),
        ("Total = five", 8, 4),
        ("(Total = 5", 10, 1),
        ("Total = 5) and Total = 6", 9, 1),
        ("行关闭 = 也许", 6, 2),
        ('Product name = "open', 15, 1),
        ("Product code in 01.", 16, 1),
    ],
)
def test_a_bad_text_is_refused_with_the_place(text, position, length):
    with pytest.raises(BadCondition) as caught:
        read(text)
    assert (caught.value.position, caught.value.length) == (position, length)


def test_an_empty_text_is_no_condition():
    assert read("  ") == ()


_TEXTS = st.text(min_size=1, max_size=12).map(lambda text: text.strip().replace("\0", "")).filter(bool)
_TYPED = {
    Kind.TEXT: _TEXTS,
    Kind.CODE: _TEXTS,
    Kind.MONEY: st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**9).map(str),
    Kind.DATE: st.dates(min_value=date(1950, 1, 1)).map(str).filter(lambda day: day < "2900"),
    Kind.MOMENT: st.sampled_from(["LAST_MONTH", "NEXT_DAYS:7", "2026-02", "TODAY"]),
    Kind.FLAG: st.sampled_from(["Y", "N"]),
    Kind.CHOICE: st.sampled_from(["DOMESTIC", "FOREIGN"]),
    Kind.TAGS: st.just("DIGITAL_KIT"),
}


@st.composite
def conditions(draw) -> tuple[Row, ...]:
    """Rows with values as they are stored, and brackets that fit."""
    found: list[Row] = []
    open_now = 0
    count = draw(st.integers(1, 8))
    for place in range(count):
        term = draw(st.sampled_from(list(VOCABULARY.terms.values())))
        operator = draw(st.sampled_from(kinds.OPERATORS[term.kind]))
        least, most = kinds.value_count(operator)
        typed = draw(st.lists(_TYPED[term.kind], min_size=least, max_size=3 if most is None else most))
        opens = draw(st.integers(0, 2))
        open_now += opens
        closes = open_now if place == count - 1 else draw(st.integers(0, open_now))
        open_now -= closes
        connector = draw(st.sampled_from(Connector)) if found else Connector.AND
        row = Row(term.key, operator, tuple(typed), connector, opens, closes)
        try:
            found.append(values.checked(row, place, VOCABULARY))
        except BadCondition:
            found.append(Row("total", Operator.FILLED, (), connector, opens, closes))
    return tuple(found)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@settings(max_examples=80)
@given(rows=conditions())
def test_rows_become_text_and_the_same_rows_again(language, rows):
    with translation.override(language):
        text = writing.write(rows, VOCABULARY)
    assert read(text) == rows


def test_the_expression_shows_set_and_implied_brackets():
    rows = read("Total > 1 and (Product code starts with 01. or Product code starts with 02.) and 行关闭 = N")
    drawn = writing.parts(rows, VOCABULARY)
    assert [(part.role, part.text) for part in drawn if part.role in ("implied", "bracket", "connector")] == [
        ("implied", "("),
        ("connector", "AND"),
        ("bracket", "("),
        ("connector", "OR"),
        ("bracket", ")"),
        ("implied", ")"),
        ("connector", "AND"),
    ]


GRADED = Vocabulary(
    [
        Term("grade", _("Grade"), Kind.CHOICE, values={"1": "2", "2": "3", "x": "B", "y": "A"}),
        Term(
            "who", _("Salesperson"), Kind.CHOICE, values={"u11": "张伟", "u13": "张伟", "li": "u11", "A": "a", "a": "b"}
        ),
        Term("old", "(旧)编号", Kind.TEXT),
        Term("old_one", "(旧) 编号 甲", Kind.TEXT),
    ]
)


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [("grade", "2", "2"), ("grade", "3", "2"), ("grade", "ｂ", "x"), ("who", "u11", "u11"), ("who", "a", "a")],
)
def test_a_code_means_itself_and_a_label_its_code(key, typed, code):
    meant = (Row(key, Operator.EQ, (code,)),)
    assert values.checked_rows([Row(key, Operator.EQ, (typed,))], GRADED) == meant
    assert reading.read(f"{key} = {typed}", GRADED) == meant


def test_rows_with_codes_that_are_labels_of_others_come_back_from_their_text():
    rows = tuple(Row(key, Operator.EQ, (code,)) for key in ("grade", "who") for code in GRADED.terms[key].choices)
    assert reading.read(writing.write(rows, GRADED), GRADED) == rows


def test_a_label_of_several_codes_is_refused_with_them():
    for name in ("张伟", '"张伟"'):
        with pytest.raises(BadCondition, match="u11, u13") as caught:
            reading.read(f"who = {name}", GRADED)
        assert caught.value.position == 6


def test_what_a_field_knows_is_asked_once_for_a_text_and_its_writing():
    asked = []
    people = {f"u{number:03}": f"Person {number}" for number in range(300)}
    words = Vocabulary([Term("who", "Who", Kind.CHOICE, values=lambda: asked.append(1) or people)])
    rows = reading.read(f"who in ({', '.join(people.values())})", words)
    assert rows[0].values == tuple(people)
    writing.write(rows, words)
    writing.parts(rows, words)
    assert len(asked) == 1


@pytest.mark.parametrize("text", ["(旧)编号 = 7", "((旧)编号 = 7)", "((旧)编号 = 7 且 (旧) 编号 甲 为空)"])
def test_the_name_of_a_field_may_begin_with_a_bracket(text):
    rows = reading.read(text, GRADED)
    assert rows[0].field == "old"
    assert reading.read(writing.write(rows, GRADED, "zh-hans"), GRADED) == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("订单日期 ＝ ２０２６－０１－０１", Row("order_date", Operator.EQ, ("2026-01-01",))),
        ("订单日期 ＞ 未来７天", Row("order_date", Operator.GT, ("NEXT_DAYS:7",))),
        ("行关闭 为空", Row("row_closed", Operator.EMPTY)),
        ("行关闭 ≠ 是", Row("row_closed", Operator.NE, ("Y",))),
        ("Order date between next month to 2026-01", Row("order_date", Operator.BETWEEN, ("NEXT_MONTH", "2026-01"))),
    ],
)
def test_wide_letters_and_states_of_a_flag_are_read(text, row):
    assert read(text) == (row,)


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("Product name = \ud800", "cannot be seen", 15),
        ("Product code between 56.005 to 11.001", "first bound", 21),
        ("Total between 2 to 1", "first bound", 14),
        ("Order date between 2026-02 to 2026-01-31", "first bound", 19),
        ("(" * 21 + "Total = 5" + ")" * 21, "at most 20 deep", 20),
        (f"Product code in ({','.join(['x'] * 5001)})", "at most 5000 values", 10017),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_words(text, said, position):
    with pytest.raises(BadCondition, match=said) as caught:
        read(text)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "row", [{"field": "\ud800"}, {"field": "total", "\ud800": 1}, {"field": "product_name", "values": ["\ud800"]}]
)
def test_broken_letters_in_rows_are_refused_without_being_repeated(row):
    with pytest.raises(BadCondition) as caught:
        values.checked_rows(from_json([row]), VOCABULARY)
    assert str(caught.value.message).isascii()


def test_a_condition_has_a_bounded_number_of_values():
    rows = [Row("product_code", Operator.IN, ("x",) * 2_500, Connector.OR)] * 2
    check(rows)
    with pytest.raises(BadCondition, match="at most 5000 values"):
        check([*rows, Row("product_code", Operator.EQ, ("x",))])
    codes = tuple(f"33.{number:05}" for number in range(5_000))
    rows = (Row("product_code", Operator.IN, codes),)
    assert read(writing.write(rows, VOCABULARY)) == rows


def test_a_page_shows_the_first_of_a_long_list_and_their_number():
    rows = read(f"Product code in ({','.join(f'c{number}' for number in range(40))})")
    value = writing.parts(rows, VOCABULARY)[-1]
    assert value.text.endswith("c38, c39") and value.short.endswith("c28, c29, … (40)")
    assert all(part.short == "" for part in writing.parts(read("Product code in (a, b)"), VOCABULARY))
