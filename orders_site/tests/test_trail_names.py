"""The audit page names every table in the reader's language."""

from django.utils import translation

from accounts.trail import names, queries, wording


def test_no_table_is_named_in_english_to_chinese_readers():
    with translation.override("zh-hans"):
        assert [label for _table, label in queries.tables() if str(label).isascii()] == []
        assert str(wording.table_name("orders_servicerecord")) == "服务完成记录"


def test_only_what_the_framework_named_is_kept_here():
    with translation.override("en"):
        assert set(names.TABLES) <= {str(label) for _table, label in queries.tables()}
