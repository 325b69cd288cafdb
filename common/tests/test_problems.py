"""Refusals of the framework in the words of the house."""

from django.utils import translation
from rest_framework import exceptions

from common.api import problems


def test_a_body_that_says_nothing_is_refused_in_the_readers_language():
    detail = {"non_field_errors": [exceptions.ErrorDetail("No data provided", code="null")]}
    with translation.override("zh-hans"):
        assert problems.flatten(detail) == {"non_field_errors": ["没有提交任何内容"]}
    assert problems.flatten({"lines": [{}, {"quantity": ["Wrong."]}]}) == {"lines.2.quantity": ["Wrong."]}
