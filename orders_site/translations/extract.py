"""Finds every text that is offered for translation, and text in templates that is not.

Python by its syntax tree, templates by Django's own lexer; no gettext programs needed.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

# name of the function -> how its first arguments are to be read
_FUNCTIONS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
_LITERAL = r"""u?((?:"(?:[^"\\]|\\.)*")|(?:'(?:[^'\\]|\\.)*'))"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\({_LITERAL}(?:,\s*{_LITERAL})?(?:,\s*{_LITERAL})?", re.DOTALL)
_SPOKEN_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt", "aria-description", "data-confirm"}
_SILENT = {"script", "style", "code", "kbd", "pre"}
# capitals alone are a format or a code (YYYY-MM-DD); names of keys are the same everywhere
_KEYS = re.compile(r"\b(?:Ctrl|Alt|Shift|Enter|Esc|Tab|Del|Home|End|PgUp|PgDn)\b")
_WORD = re.compile(r"[A-Za-z]*[a-z][A-Za-z]+|[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Message:
    """A text offered for translation and where it stands."""

    msgid: str
    plural: str
    context: str
    file: Path
    line: int


@dataclass(frozen=True)
class Fault:
    """A text that cannot be translated as it is written."""

    text: str
    file: Path
    line: int


def find_messages(root: Path, folders: list[str]) -> tuple[list[Message], list[Fault]]:
    """Every message and fault below `root` in these folders, tests left out."""
    messages: list[Message] = []
    faults: list[Fault] = []
    for path in _sources(root, folders):
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(root)
        if path.suffix == ".py":
            found, wrong = read_python(text, place)
        else:
            found, wrong = read_template(text, place), find_bare_text(text, place)
        messages += found
        faults += wrong
    return messages, faults


def _sources(root: Path, folders: list[str]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            is_template = path.suffix in {".html", ".txt"} and "templates" in path.parts
            if (path.suffix == ".py" or is_template) and not {"tests", "migrations"} & set(path.parts):
                yield path


def read_python(text: str, file: Path) -> tuple[list[Message], list[Fault]]:
    """Messages of a module; an f-string given to gettext is a fault, for it can never be found."""
    messages: list[Message] = []
    faults: list[Fault] = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        parts = _FUNCTIONS.get(_called_name(node.func))
        if parts is None or len(node.args) < len(parts):
            continue
        arguments = node.args[: len(parts)]
        if any(isinstance(argument, ast.JoinedStr) for argument in arguments):
            faults.append(Fault("an f-string cannot be translated", file, node.lineno))
        values = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(values) == len(parts):
            named = dict(zip(parts, values, strict=True))
            messages.append(_message(named, file, node.lineno))
    return messages, faults


def _called_name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _message(named: dict[str, str], file: Path, line: int) -> Message:
    return Message(named["msgid"], named.get("plural", ""), named.get("context", ""), file, line)


def read_template(text: str, file: Path) -> list[Message]:
    """Messages of a template, as Django will look them up (a lone % doubled, blocks trimmed where they say so)."""
    source = templatize(text, origin=str(file))
    messages = []
    for match in _CALL.finditer(source):
        parts = _FUNCTIONS[match[1]]
        values = [ast.literal_eval(match[number]) for number in range(2, 2 + len(parts))]
        named = dict(zip(parts, values, strict=True))
        messages.append(_message(named, file, source.count("\n", 0, match.start()) + 1))
    return messages


def find_bare_text(text: str, file: Path) -> list[Fault]:
    """Words in a template that no translation tag surrounds: text, and attributes that are read out."""
    reader = _BareText(file)
    reader.feed(_without_tags(text))
    reader.close()
    return reader.faults


def _without_tags(text: str) -> str:
    """The template's HTML alone: tags, variables, comments and translated blocks blanked, lines kept."""
    kept, inside = [], ""
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
            continue
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if word in {"blocktranslate", "blocktrans", "comment", "verbatim"} or _is_class_block(token.contents):
            inside = word
        elif inside and word == f"end{inside}":
            inside = ""
        kept.append("\n" * token.contents.count("\n"))
    return "".join(kept)


def _is_class_block(contents: str) -> bool:
    """`{% block body_class %}` holds CSS classes and `{% block nav %}` a key, not words."""
    return contents == "block nav" or (contents.startswith("block ") and contents.endswith("class"))


class _BareText(HTMLParser):
    """Collects words; an element with a language of its own (`lang`) is meant as it is."""

    def __init__(self, file: Path):
        super().__init__(convert_charrefs=False)
        self.file = file
        self.faults: list[Fault] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or (tag != "html" and "lang" in dict(attrs)):
            self._silent.append(tag)
        for name, value in attrs:
            if name in _SPOKEN_ATTRIBUTES:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if _WORD.search(_KEYS.sub("", text)):
            words = " ".join(text.split())
            self.faults.append(Fault(f"not offered for translation: {words[:60]}", self.file, self.getpos()[0]))
