"""Templates and scripts keep to the content security policy, and name only icons that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from common.navigation import actions, navigation

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MAIL = ROOT / "templates/common/mail.html"  # a mail brings its style with it: no stylesheet reaches its reader
ICONS = set((ROOT / "static/img/icons.txt").read_text(encoding="utf-8").split())


def test_there_is_something_to_look_at():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_inline_style_script_or_handler(path):
    html = path.read_text(encoding="utf-8")
    has_style = path != MAIL and re.search(r"\sstyle\s*=", html)
    assert not has_style, "a style attribute: widths go into SVG attributes, the rest into css/"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", html), "an inline handler"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html), "an inline script"
    assert not re.search(r"(src|href)=[\"']https?://", html), "something fetched from outside"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_part_extends_nothing(path):
    if path.name.startswith("_"):
        assert "{% extends" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_icon_named_is_in_the_sprite(path):
    html = path.read_text(encoding="utf-8")
    named = set(re.findall(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""", html))
    named |= set(re.findall(r"""{%\s*(?:note|empty)\b[^%]*?icon=["']([a-z0-9-]+)["']""", html))
    named |= set(re.findall(r"""{%\s*empty\s+["']([a-z0-9-]+)["']""", html))
    named |= set(re.findall(r"""{%\s*note\s+["'][a-z]*["']\s+["']([a-z0-9-]+)["']""", html))
    named |= set(re.findall(r"""{%\s*flag\s+\S+\s+["'][a-z]*["']\s+["']([a-z0-9-]+)["']""", html))
    assert named <= ICONS


def test_every_icon_named_in_code_and_scripts_is_in_the_sprite():
    sources = [path for app in settings.OWN_APPS for path in (ROOT / app).rglob("*.py") if "/tests/" not in str(path)]
    named = set()
    for path in sources:
        named |= set(re.findall(r"""\bicon(?:_name)?["']?\s*[=:]\s*["']([a-z0-9-]+)["']""", path.read_text("utf-8")))
    for path in (ROOT / "static/js").glob("*.js"):
        named |= set(re.findall(r"""so\.icon\('([a-z0-9-]+)'""", path.read_text(encoding="utf-8")))
    assert named - {""} <= ICONS


def test_every_icon_of_the_navigation_is_in_the_sprite():
    named = {key: entry.icon for registry in (navigation, actions) for key, entry in registry.items()}
    assert len(named) > 20
    assert {key: icon for key, icon in named.items() if icon not in ICONS} == {}


def test_the_sprite_holds_what_its_list_says():
    sprite = (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == ICONS


def test_scripts_never_evaluate_text():
    for path in (ROOT / "static/js").glob("*.js"):
        assert not re.search(r"\beval\(|new Function|document\.write", path.read_text(encoding="utf-8")), path.name
