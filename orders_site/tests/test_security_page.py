"""The security page names what proves it: a test that was moved or removed leaves no claim behind."""

import re
from pathlib import Path

import pytest
from django.conf import settings

_PAGE = (Path(settings.BASE_DIR) / "docs/security.md").read_text(encoding="utf-8")
_NAMED = re.findall(r"`([\w/]+/test_\w+\.py)`", _PAGE)


@pytest.mark.parametrize("path", sorted(set(_NAMED)))
def test_a_proof_that_is_named_is_there(path):
    assert "def test_" in (Path(settings.BASE_DIR) / path).read_text(encoding="utf-8")


def test_each_risk_of_the_list_has_a_proof():
    rows = {row.split()[1]: row for row in _PAGE.splitlines() if row.startswith("| API")}
    assert sorted(rows) == sorted(f"API{number}" for number in range(1, 11))
    assert all(re.search(r"`[\w/]+/test_\w+\.py` \||`[\w/]+/test_\w+\.py` `", row) for row in rows.values())
