"""docs/permissions.md says what the code does."""

from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from accounts.roles import matrix_page
from accounts.roles.shipped import ROLES
from accounts.roles.verbs import RoleCode, sensitive_fields, verbs


def test_the_page_is_current():
    with translation.override(None):
        page = matrix_page.render()
    written = (settings.BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert page == written, "run: python3 run.py manage permission_matrix --write"


def test_it_names_every_right_and_field(capsys):
    call_command("permission_matrix")
    page = capsys.readouterr().out
    for key in (*verbs, *sensitive_fields):
        assert f"`{key}`" in page


def test_defaults_name_shipped_roles_only():
    assert set(ROLES) == set(RoleCode.EVERYONE)
    for key, entry in (*verbs.items(), *sensitive_fields.items()):
        assert set(entry.defaults) <= set(ROLES), key
