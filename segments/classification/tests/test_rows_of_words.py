"""Lists of words are written for many rows at once (``common.rows``)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.rows import update_rows
from segments.classification.models import Rule

pytestmark = pytest.mark.django_db


def test_lists_of_words_change_in_one_statement():
    rules = list(Rule.objects.all()[:3])
    rules[0].operands, rules[1].operands, rules[2].operands = ['a "b" \\ c', "{d},e"], [], ["f"]
    with CaptureQueriesContext(connection) as captured:
        update_rows(rules, ["operands"])
    assert len(captured) == 1
    stored = dict(Rule.objects.values_list("pk", "operands"))
    assert [stored[row.pk] for row in rules] == [['a "b" \\ c', "{d},e"], [], ["f"]]
