from common import text


def test_width_case_and_spaces_are_folded():
    assert text.fold("  ＤＳ１　（铝合金）－４ ") == "ds1 (铝合金)-4"


def test_chinese_is_found_by_pinyin_and_initials():
    key = text.search_text("重庆华为", "33.017").split("\n")
    assert key == ["重庆华为", "chongqinghuawei", "cqhw", "33.017"]


def test_grams_hold_every_pair_and_every_single_letter():
    assert text.grams("衡器") == ["器", "衡", "衡器"]
