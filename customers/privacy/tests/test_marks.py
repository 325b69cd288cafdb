"""What a person is recognised by: the same in Python and in Postgres."""

import re

import pytest
from django.db import connection

from customers.privacy import marks

PERSON = marks.of(["王建国"], ["+86 138-1234-2217"], ["Wang.JG@example.com"])
LATIN = marks.of(["Li Wei"])
WRITTEN = marks.of(["张三丰", "阿依古丽·买买提", "Zhang San"], ["021-5566 7788", "0571-88001234-801", "13777001942"])
CASES = [
    (PERSON, "请找王建国先生", True),
    (PERSON, "电话 138 1234 2217", True),
    (PERSON, "0086-13812342217", True),
    (PERSON, "1381234221", False),
    (PERSON, "913812342217", False),
    (PERSON, "138123422178", False),
    (PERSON, "写给 wang.jg@EXAMPLE.com。", True),
    (PERSON, "xwang.jg@example.com", False),
    (PERSON, "建国门外大街", False),
    (LATIN, "Dear Li  Wei,", True),
    (LATIN, "Li Weisong", False),
    (LATIN, "Ali Wei", False),
    (LATIN, "Wei, Li", True),
    (LATIN, "liwei", False),
    (WRITTEN, "张 三丰、", True),
    (WRITTEN, "找张　三 丰", True),
    (WRITTEN, "张三\n丰", False),
    (WRITTEN, "阿依古丽•买买提", True),
    (WRITTEN, "阿依古丽买买提", True),
    (WRITTEN, "ZHANGSAN@work", True),
    (WRITTEN, "San Zhang", True),
    (WRITTEN, "Zhangsang", False),
    (WRITTEN, "+8613777001942", True),
    (WRITTEN, "8613777001942 ", True),
    (WRITTEN, "电话008613777001942", True),
    (WRITTEN, "+86 (137) 7700-1942", True),
    (WRITTEN, "１３７７７００１９４２", True),
    (WRITTEN, "98613777001942", False),
    (WRITTEN, "+86 21 5566 7788", True),
    (WRITTEN, "+86(0)21-55667788", True),
    (WRITTEN, "862155667788", True),
    (WRITTEN, "2155667788", False),
    (WRITTEN, "0571 88001234 转 801", True),
    (WRITTEN, "+86 571 88001234 ext. 801", True),
    (WRITTEN, "0571-88001234", False),
]


@pytest.mark.parametrize(("person", "text", "is_there"), CASES)
def test_a_person_is_found_however_people_write(person, text, is_there):
    assert person.stand_in(text) is is_there


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "text", "is_there"), CASES)
def test_the_database_reads_the_same_patterns(person, text, is_there):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~* %s", [text, person.anything])
        assert cursor.fetchone()[0] is is_there


@pytest.mark.parametrize(
    "written",
    [
        *("+8613777001942", "008613777001942", "8613777001942", "+86 137 7700 1942", "１３７－７７００－１９４２"),
        *(
            "+86 21 5566 7788",
            "+86 (0)21 5566 7788",
            "862155667788",
            "0571-88001234 转 801",
            "+86 571 88001234 ext 801",
        ),
    ],
)
def test_a_cell_that_is_a_phone_and_nothing_else_is_one_however_it_is_written(written):
    assert WRITTEN.is_phone(written) and WRITTEN.is_phone(written.lower())
    assert marks.of([], [written]).phones[0] in WRITTEN.phones, "also where the contact has it so"


@pytest.mark.parametrize(
    "written", ["张 三丰", "张　三 丰", "San Zhang", "Zhang, San", "zhangsan", "ＺＨＡＮＧ　ＳＡＮ"]
)
def test_a_cell_that_is_a_name_and_nothing_else_is_one_however_it_is_written(written):
    assert WRITTEN.is_name(written) and not LATIN.is_name(written)


def test_marks_that_were_kept_are_the_same():
    assert marks.kept(WRITTEN.as_kept()) == WRITTEN


def test_words_are_replaced_wherever_they_stand_and_nothing_else_is():
    value = {"to": "wang.jg@example.com", "lines": ["王建国，138-1234-2217", 4, None]}
    assert PERSON.replaced(value, "某人") == {"to": "某人", "lines": ["某人，某人", 4, None]}


def test_what_is_too_short_tells_nobody():
    none = marks.of(["王", " "], ["1234"], ["no address"])
    assert (none.names, none.phones, none.mails, none.anything) == ((), (), (), "")
    assert not none.stand_in("王 1234")


def test_what_another_has_too_and_any_name_counts_for_nothing_alone():
    assert not re.search(PERSON.alone, "王建国") and PERSON.is_reached({"a": ["+86 13812342217"]})
    assert not marks.of([], ["13812342217"], others=["13812342217"]).is_reached("13812342217")
