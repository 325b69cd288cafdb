"""Pairs by the keys that rows share."""

from common.likeness import scoring

WEIGHTS = {"TAX": 95, "NAME": 85}


def test_rows_that_share_a_key_are_a_pair_and_more_keys_make_it_surer():
    rows = [(1, [("TAX", "9"), ("NAME", "华衡")]), (2, [("NAME", "华衡")]), (3, [("TAX", "9"), ("NAME", "华衡")])]
    found = scoring.pairs(rows, WEIGHTS)
    assert found == {(1, 2): (85, ["NAME"]), (1, 3): (100, ["TAX", "NAME"]), (2, 3): (85, ["NAME"])}


def test_an_empty_key_and_the_same_key_twice_say_nothing():
    assert scoring.pairs([(1, [("NAME", "")]), (2, [("NAME", "")])], WEIGHTS) == {}
    assert scoring.pairs([(1, [("NAME", "a"), ("NAME", "a")])], WEIGHTS) == {}


def test_a_crowd_is_paired_with_its_first_only():
    rows = [(pk, [("TAX", "0")]) for pk in range(1, scoring.CROWD + 9)]
    found = scoring.pairs(rows, WEIGHTS)
    assert len(found) == len(rows) - 1
    assert {low for low, _high in found} == {1}
