"""What a person is recognised by: the same in Python and in Postgres."""

import pytest
from django.db import connection

from customers.privacy import marks

PERSON = marks.of(["王建国"], ["+86 138-1234-2217"], ["Wang.JG@example.com"])
LATIN = marks.of(["Li Wei"])
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


def test_words_are_replaced_wherever_they_stand_and_nothing_else_is():
    value = {"to": "wang.jg@example.com", "lines": ["王建国，138-1234-2217", 4, None]}
    assert PERSON.replaced(value, "某人") == {"to": "某人", "lines": ["某人，某人", 4, None]}


def test_what_is_too_short_tells_nobody():
    none = marks.of(["王", " "], ["1234"], ["no address"])
    assert (none.names, none.phones, none.mails, none.anything) == ((), (), (), "")
    assert not none.stand_in("王 1234")


def test_a_name_counts_alone_only_where_nobody_else_has_it():
    assert "王建国" not in PERSON.alone
    assert "王建国" in marks.of(["王建国"], is_rare=True).alone
