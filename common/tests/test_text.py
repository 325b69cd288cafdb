import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.db.models import Value

from common import text
from common.models import DayCounter


def test_width_case_and_spaces_are_folded():
    assert text.fold("  ＤＳ１　（铝合金）－４ ") == "ds1 (铝合金)-4"


@pytest.mark.django_db
def test_the_database_folds_every_letter_as_python_does():
    letters = (chr(n) for n in range(1, 0x10000) if unicodedata.category(chr(n)) not in ("Cs", "Cn"))
    wanted = [f"A{letter} {letter}B{letter}" for letter in letters] + ["İSTANBUL ΟΔΟΣ", " \n", ""]
    asked = f"SELECT {text.FOLDED.format(value='w')}, {text.FOLDED_CODE.format(value='w')} FROM unnest(%s) t(w)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [wanted])
        assert cursor.fetchall() == [(text.fold(one), text.fold_code(one)) for one in wanted]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["衡器", "a", "1", "i", "é", "σ", "ⅷ", "㈠", "x y", "器 衡", "(铝)", "ﬁ"])
def test_a_column_is_folded_as_far_as_the_words_can_tell(word):
    word = text.fold(word)
    letters = [chr(n) for n in range(1, 0x10000) if unicodedata.category(chr(n)) not in ("Cs", "Cn")]
    texts = [f"{one} 衡{letter}器{letter}{one}{letter}" for letter in letters[::3] for one in (word, word.upper())]
    texts += [f"{letter}{word} {letter}" for letter in letters if letter.isspace() or letter in word]
    folded = text.Folded(Value(""), (word,)).sql.format(value="w")
    asked = f"SELECT f LIKE %s, starts_with(f, %s), f = %s FROM (SELECT {folded} f FROM unnest(%s) t(w)) x"
    with connection.cursor() as cursor:
        cursor.execute(asked.replace("%%", "%"), [f"%{word}%", word, word, texts])
        found = cursor.fetchall()
    wanted = [text.fold(one) for one in texts]
    assert found == [(word in one, one.startswith(word), one == word) for one in wanted]


def test_chinese_is_found_by_pinyin_and_initials():
    key = text.search_text("重庆华为", "33.017").split("\n")
    assert key == ["重庆华为", "chongqinghuawei", "cqhw", "33.017"]


def test_grams_hold_every_pair_and_every_single_letter():
    assert text.grams("衡器") == ["器", "衡", "衡器"]


@pytest.mark.django_db
def test_thousands_of_keys_go_to_the_database_as_one_value():
    last = DayCounter.objects.bulk_create(DayCounter(series="T", day=date(2026, 1, n), last=n) for n in (1, 2, 3))[-1]
    for column, keys in (("last", [3, *range(10, 5000)]), ("pk", [last.pk])):
        rows = DayCounter.objects.filter(text.among(column, keys), series="T")
        assert list(rows) == [last]
        assert "IN (" not in str(rows.query)
    assert not DayCounter.objects.filter(text.among("last", [])).exists()
