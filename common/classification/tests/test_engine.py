"""How rules work together, whatever they say."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.classification import defaults
from common.classification.engine import Given, Reason, RuleSet
from common.classification.folding import plain
from common.classification.rules import SUBJECTS, BadRules, Kind, Rule

CODE, NAME = "product.code", "product.name"
SHIPPED = RuleSet(defaults.RULES)
TEXTS = st.text(st.sampled_from("0123456789.-*#－＊＃ 本原T　\u200b٣a") | st.characters(), max_size=25)


def rule(key: str, kind: Kind, *operands: str, **more) -> Rule:
    return Rule(key=key, subject=more.pop("subject", CODE), kind=kind, operands=operands, **more)


def said(found) -> tuple:
    return found.tags, found.facets, found.flags


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_folding_twice_changes_nothing(text):
    assert plain(plain(text)) == plain(text)


@settings(max_examples=200, deadline=None)
@given(texts=st.fixed_dictionaries(dict.fromkeys(SUBJECTS, TEXTS)))
def test_any_text_is_classified_and_a_folded_one_the_same_way(texts):
    folded = {subject: plain(text) for subject, text in texts.items()}
    assert said(SHIPPED.classify(texts)) == said(SHIPPED.classify(folded))


@settings(max_examples=200, deadline=None)
@given(texts=st.fixed_dictionaries({CODE: TEXTS, NAME: TEXTS}), seed=st.integers(0, 2**32))
def test_the_order_and_sequence_of_rules_do_not_change_tags_and_flags(texts, seed):
    chance = random.Random(seed)
    mixed = [replace(one, sequence=chance.randrange(5)) for one in defaults.RULES]
    chance.shuffle(mixed)
    assert said(RuleSet(mixed).classify(texts)) == said(SHIPPED.classify(texts))


@settings(max_examples=300, deadline=None)
@given(first=st.integers(0, 99), second=st.integers(0, 999))
def test_a_range_of_codes_means_what_its_whole_numbers_mean(first, second):
    found = SHIPPED.classify({"customer.code": f"{first:02d}.{second:03d}"})
    assert ("DOMESTIC" in found.tags) == ((11, 1) <= (first, second) <= (56, 5))


@settings(max_examples=200, deadline=None)
@given(marks=st.permutations(["*", "**", "#", "#*"]), head=st.text("*#", max_size=4))
def test_the_longest_mark_wins_in_any_order(marks, head):
    rules = [
        rule(f"r{place}", Kind.MARK, mark, subject=NAME, tags=(f"TAG{len(mark)}_{'AB'['#' in mark]}",))
        for place, mark in enumerate(marks)
    ]
    found = RuleSet(rules).classify({NAME: f"{head}DS1"})
    longest = max((mark for mark in marks if head.startswith(mark)), key=len, default="")
    assert found.tags == ((f"TAG{len(longest)}_{'AB'['#' in longest]}",) if longest else ())


def test_reasons_name_the_rule():
    found = SHIPPED.classify({CODE: "01.2.15.020-4", NAME: "DS1-4"})
    assert found.reasons == (
        Reason("digital_instrument", Given.TAG, "DIGITAL_INSTRUMENT"),
        Reason("promotion", Given.TAG, "PROMOTION"),
        Reason("digital_kit", Given.TAG, "DIGITAL_KIT"),
        Reason("digital_kit", Given.FACET, "base_code", "01.2.15.020"),
        Reason("code_without_mark", Given.FLAG, "CODE_WITHOUT_MARK"),
        Reason("sensor_count", Given.FACET, "sensor_count", 4),
    )


def test_two_tags_of_a_group_are_kept_and_flagged():
    rules = RuleSet(
        [
            rule("a", Kind.PREFIX, "9", tags=("LOW",), group="CLASS"),
            rule("b", Kind.PREFIX, "9.1", tags=("HIGH",), group="CLASS"),
            rule("c", Kind.CONTAINS, "1", tags=("HIGH",), group="CLASS"),
            rule("rest", Kind.OTHERWISE, tags=("REST",), group="CLASS"),
        ]
    )
    assert said(rules.classify({CODE: "9.2"})) == (("LOW",), {}, ())
    assert said(rules.classify({CODE: "9.1"})) == (("HIGH", "LOW"), {}, ("CONFLICT",))
    assert said(rules.classify({CODE: "1"})) == (("HIGH",), {}, ())
    assert said(rules.classify({CODE: "2"})) == (("REST",), {}, ())
    assert said(rules.classify({CODE: ""})) == (("REST",), {}, ())


def test_two_values_of_a_facet_are_flagged_and_the_first_stays():
    rules = RuleSet(
        [
            rule("late", Kind.PATTERN, "{brand}-{structure}", sequence=2),
            rule("early", Kind.PATTERN, "{structure}-{brand}", sequence=1),
        ]
    )
    assert said(rules.classify({CODE: "a-b"})) == ((), {"structure": "a", "brand": "b"}, ("CONFLICT",))
    assert said(rules.classify({CODE: "a-a"})) == ((), {"structure": "a", "brand": "a"}, ())


def test_rules_wait_for_the_tags_they_ask_for_and_chains_follow():
    rules = RuleSet(
        [
            rule("third", Kind.CHECK, when=("SECOND",), tags=("THIRD",)),
            rule("second", Kind.CHECK, when=("FIRST",), unless=("NEVER",), tags=("SECOND",)),
            rule("first", Kind.PREFIX, "x", tags=("FIRST",), sequence=9),
            rule("never", Kind.PREFIX, "xx", tags=("NEVER",), sequence=99),
        ]
    )
    assert rules.classify({CODE: "Xa"}).tags == ("FIRST", "SECOND", "THIRD")
    assert rules.classify({CODE: "XXa"}).tags == ("FIRST", "NEVER")


def test_what_is_not_there_is_not_asked_and_what_is_empty_is_missing():
    kit = {CODE: "01.2.02.318-101"}
    assert SHIPPED.classify(kit).flags == ()
    assert SHIPPED.classify({**kit, "product.auxiliary_attribute": ""}).flags == ("AUXILIARY_MISSING",)


def test_a_mark_that_only_begins_like_one_is_doubtful():
    rules = RuleSet([rule("two", Kind.MARK, "**", subject=NAME, tags=("TWO",), misfit_flags=("DOUBT",))])
    assert said(rules.classify({NAME: "*DS1"})) == ((), {}, ("DOUBT",))
    assert said(rules.classify({NAME: "**"})) == (("TWO",), {}, ())
    assert said(rules.classify({NAME: ""})) == ((), {}, ())


def test_a_mark_for_some_products_leaves_the_others_to_a_shorter_one():
    rules = RuleSet(
        [
            rule("kit", Kind.PREFIX, "01", tags=("KIT",)),
            rule("long", Kind.MARK, "**", subject=NAME, tags=("LONG",), when=("KIT",)),
            rule("short", Kind.MARK, "*", subject=NAME, tags=("SHORT",)),
        ]
    )
    assert rules.classify({CODE: "01", NAME: "**a"}).tags == ("KIT", "LONG")
    assert rules.classify({CODE: "02", NAME: "**a"}).tags == ("SHORT",)


def test_rules_with_faults_are_refused_with_their_keys():
    with pytest.raises(BadRules) as caught:
        RuleSet([rule("bad", Kind.RANGE, "3.1", "11.001", tags=("A",)), rule("good", Kind.PREFIX, "1", tags=("B",))])
    assert list(caught.value.faults) == ["bad"]
