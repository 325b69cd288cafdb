"""What every test starts from."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _source_language():
    """Each test begins in English, whatever language the one before it left behind."""
    translation.activate("en")
    yield
    translation.activate("en")
