"""What is missing or wrong in the Chinese catalogue, and how translations are brought into it."""

import re
from collections.abc import Iterable
from pathlib import Path

import polib

from orders_site.environment import BASE_DIR
from orders_site.translations import catalog, extract
from orders_site.translations.extract import Message

FOLDERS = [
    *(
        "common",
        "accounts",
        "segments",
        "customers",
        "products",
        "orders",
        "tasks",
        "reminders",
        "integration",
        "reports",
        "orders_site",
    ),
    "templates",
]
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def find_gaps(root: Path = BASE_DIR, path: Path = catalog.CATALOG) -> list[str]:
    """One line `file:line: what` for each text that is not translated, or not translatably written."""
    messages, faults = extract.find_messages(root, FOLDERS)
    known = {_key(entry.msgid, entry.msgctxt): entry for entry in catalog.load(path)}
    gaps = [f"{fault.file}:{fault.line}: {fault.text}" for fault in faults]
    seen: set[tuple[str, str]] = set()
    for message in messages:
        key = _key(message.msgid, message.context)
        if key in seen or not message.msgid:
            continue
        seen.add(key)
        wrong = _what_is_wrong(message, known.get(key))
        if wrong:
            gaps.append(f"{message.file}:{message.line}: {wrong}: {message.msgid!r}")
    return gaps


def _key(msgid: str, context: str | None) -> tuple[str, str]:
    return (context or "", msgid)


def _what_is_wrong(message: Message, entry: polib.POEntry | None) -> str:
    if entry is None or entry.fuzzy:
        return "untranslated"
    text = entry.msgstr_plural.get(0, "") if message.plural else entry.msgstr
    if not text:
        return "untranslated"
    wanted, given = set(_PLACEHOLDER.findall(message.plural or message.msgid)), set(_PLACEHOLDER.findall(text))
    return f"placeholders differ ({', '.join(sorted(wanted ^ given))})" if wanted != given else ""


def merge(
    fragments: Iterable[Path], root: Path = BASE_DIR, path: Path = catalog.CATALOG
) -> tuple[list[polib.POEntry], list[str]]:
    """The catalogue with the fragments' translations put in, and a line for each one that two fragments dispute.

    Texts nobody uses any more are left out; a fragment's translation replaces the catalogue's.
    """
    messages, _ = extract.find_messages(root, FOLDERS)
    used = {_key(message.msgid, message.context): message for message in reversed(messages)}
    merged = {_key(entry.msgid, entry.msgctxt): entry for entry in catalog.load(path)}
    from_fragment: dict[tuple[str, str], str] = {}
    disputes = []
    for fragment in fragments:
        for entry in polib.pofile(str(fragment), encoding="utf-8"):
            text, key = _text(entry), _key(entry.msgid, entry.msgctxt)
            if not text:
                continue
            if from_fragment.get(key, text) != text:
                disputes.append(f"{entry.msgid!r}: {from_fragment[key]} / {text} ({fragment.name})")
                continue
            from_fragment[key] = text
            merged[key] = entry
    return [_fit(merged[key], message) for key, message in used.items() if key in merged], disputes


def _text(entry: polib.POEntry) -> str:
    return str(entry.msgstr or entry.msgstr_plural.get(0, ""))


def _fit(entry: polib.POEntry, message: Message) -> polib.POEntry:
    """The entry in the form the code asks for: with a plural or without, no comments, no places."""
    text, context = _text(entry), message.context or None
    if not message.plural:
        return polib.POEntry(msgid=message.msgid, msgctxt=context, msgstr=text)
    return polib.POEntry(msgid=message.msgid, msgctxt=context, msgid_plural=message.plural, msgstr_plural={0: text})
