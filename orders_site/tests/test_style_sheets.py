"""Style sheets use only what they define: a colour that nobody defined draws nothing, and nobody notices."""

import re
from pathlib import Path

from django.conf import settings

_STATIC = Path(settings.BASE_DIR) / "static"
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*([,)])")
_DEFINED = re.compile(r"(--[\w-]+)\s*:")
_SET = re.compile(r"setProperty\(['\"](--[\w-]+)")
_BOOTSTRAP = ("--tblr-", "--bs-")  # the sheet that stands before ours defines them


def test_every_variable_of_the_style_sheets_is_defined_or_has_something_to_fall_back_on():
    sheets = {path.name: path.read_text(encoding="utf-8") for path in sorted((_STATIC / "css").glob("*.css"))}
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (_STATIC / "js").glob("*.js"))
    known = {name for text in (*sheets.values(), scripts) for name in (*_DEFINED.findall(text), *_SET.findall(text))}

    unknown = {
        f"{sheet}: {name}"
        for sheet, text in sheets.items()
        for name, what_follows in _USED.findall(text)
        if what_follows == ")" and name not in known and not name.startswith(_BOOTSTRAP)
    }

    assert not unknown
