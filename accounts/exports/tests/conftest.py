import pytest

from accounts.exports.tests.some_list import people_list  # noqa: F401


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
