"""The company's values, which every thread of a process reads from one place."""

import pytest

from common import settings
from common.models import Setting

pytestmark = pytest.mark.django_db


def test_a_thread_that_reads_while_another_reads_them_anew_misses_nothing(monkeypatch):
    Setting.objects.update_or_create(key="single_sign_on.domains", defaults={"value": ["example.com"]})
    settings.forget()
    before = settings._values()  # what a thread holds in the middle of ``get``
    Setting.objects.filter(key="single_sign_on.domains").update(value=["example.org"])
    settings.forget()
    assert settings.get("single_sign_on.domains") == ["example.org"]
    assert before["single_sign_on.domains"] == ["example.com"] and before is not settings._values()
    settings.forget()
