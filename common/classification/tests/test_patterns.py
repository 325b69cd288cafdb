"""Patterns: what they read, what they refuse, and that none can make the server think long."""

import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.classification import patterns
from common.classification.folding import plain


@pytest.mark.parametrize(
    ("pattern", "text", "facets"),
    [
        ("{brand}-{tonnage}-{structure}", "本原-30T-桥式", {"brand": "本原", "tonnage": "30T", "structure": "桥式"}),
        ("{brand} - {tonnage}", "Ben Yuan-30T", {"brand": "Ben Yuan", "tonnage": "30T"}),
        ("{brand}/{tonnage}T-{_}", "本原/30t-桥式", {"brand": "本原", "tonnage": "30"}),
        ("{brand}/{tonnage}T-{_}", "本原/30-桥式", None),
        ("{*}接{sensor_count}只", "DS1 接 8 只", {"sensor_count": 8}),
        ("{brand}×{sensor_count}", "本原×4", {"brand": "本原", "sensor_count": 4}),
        ("型号:{structure*}", "型号：a-b/c", {"structure": "a-b/c"}),
        ("{structure}{#}", "桥式12", {"structure": "桥式"}),
        ("{structure}{#}", "桥式", {"structure": "桥式"}),
        ("{structure}{#}", "12", {"structure": "1"}),
        ("{brand}-{structure*}", "本原-", {"brand": "本原"}),
        ("(a.c){brand}", "(A.C)x", {"brand": "x"}),
        ("(a.c){brand}", "(abc)x", None),
        ("{tonnage}T", "30T", {"tonnage": "30"}),
    ],
)
def test_a_pattern_reads_a_text(pattern, text, facets):
    assert patterns.read(pattern).match(plain(text)) == facets


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本原",
        "{}",
        "{colour}",
        "{brand",
        "brand}",
        "{{brand}}",
        "{_}-{*}",
        "{brand}-{brand}",
        "{brand}{tonnage}",
        "{brand}T{tonnage}",
        "{*}-{brand}-{*}",
        "{brand*}-{structure*}",
        "{#}-{brand}",
        "{brand}{#}T",
        "{sensor_count*}-{brand}",
        "{sensor_count}0{brand}",
        "{sensor_count}{#}",
        "{*}{sensor_count}",
    ],
)
def test_a_pattern_that_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValueError):
        patterns.read(text)


def test_parts_are_named_in_either_language_and_stored_as_codes():
    with translation.override("zh-hans"):
        assert patterns.read("｛品牌｝－{Tonnage}-{结构*}") == patterns.read("{brand}-{tonnage}-{structure*}")
        assert patterns.read("{*}-{sensor_count}").shown() == "{*}-{传感器数量}"
    assert str(patterns.read("{ Brand } - {_}{#}")) == "{brand}-{_}{#}"


_PARTS = st.sampled_from(["{brand}", "{tonnage}", "{structure*}", "{sensor_count}", "{_}", "{*}", "{#}"])
_SIGNS = st.sampled_from(["-", "/", "T", "T-", "1", "(", " ", ""])


@settings(max_examples=400, deadline=None)
@given(
    pieces=st.lists(st.tuples(_SIGNS, _PARTS), min_size=1, max_size=8),
    tail=_SIGNS,
    unit=st.sampled_from(["-", "1", "-1", "a", "T-", "1T", " 1", "/-1", " "]),
    end=st.sampled_from(["", "x", "-", "!"]),
)
def test_no_pattern_thinks_long_and_all_survive_being_stored(pieces, tail, unit, end):
    try:
        pattern = patterns.read("".join(sign + part for sign, part in pieces) + tail)
    except ValueError:
        return
    assert patterns.read(str(pattern)) == pattern
    text = plain((unit * patterns.LONGEST_TEXT)[: patterns.LONGEST_TEXT - 1] + end)
    begun = time.process_time()
    pattern.match(text)
    assert time.process_time() - begun < 0.1


def test_a_long_text_fits_no_pattern():
    assert patterns.read("{brand*}").match("a" * patterns.LONGEST_TEXT) is not None
    assert patterns.read("{brand*}").match("a" * (patterns.LONGEST_TEXT + 1)) is None
