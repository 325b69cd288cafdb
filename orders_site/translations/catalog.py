"""The catalogue on disk: locale/zh_Hans/LC_MESSAGES/django.po and the .mo compiled from it."""

from pathlib import Path

import polib

from orders_site.environment import BASE_DIR

CATALOG = BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
_HEADER = {
    "Project-Id-Version": "orders",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def load(path: Path = CATALOG) -> polib.POFile:
    """Read a catalogue, or an empty one with the right header where there is none."""
    if path.exists():
        return polib.pofile(str(path), encoding="utf-8")
    empty = polib.POFile(wrapwidth=110)
    empty.metadata = dict(_HEADER)
    return empty


def save(entries: list[polib.POEntry], path: Path = CATALOG) -> None:
    """Write the entries as a catalogue, sorted, so that two edits seldom meet on one line."""
    result = polib.POFile(wrapwidth=110)
    result.metadata = dict(_HEADER)
    result.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    path.parent.mkdir(parents=True, exist_ok=True)
    result.save(str(path))


def compile_changed(path: Path = CATALOG) -> bool:
    """Compile the catalogue where it is newer than what was compiled; True when something was done."""
    compiled = path.with_suffix(".mo")
    if not path.exists():
        return False
    if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return False
    half = compiled.with_suffix(".half")
    load(path).save_as_mofile(str(half))
    half.replace(compiled)  # a process that reads it meanwhile sees the old one or the new one
    return True


if __name__ == "__main__":
    compile_changed()
