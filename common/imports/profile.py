"""A profile: which files hold what, how columns map, and how orders arrive. TOML in, a checked Profile out.

The notation is documented in docs/import.md; the screen builds and edits the same text.
"""

import fnmatch
import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.imports import targets
from common.imports.problems import DECIDABLE
from common.imports.targets import Target

MAX_TEXT = 200_000
MODES = ("history", "open", "drafts")
_FORMATS = {"dates", "decimal_mark", "group_mark", "empty", "true", "false"}
_LAYOUT = {"encoding", "delimiter", "sheet", "header_row"}
_DECISIONS = {"refuse", "accept", "empty"}


class ProfileError(errors.Invalid):
    """The profile cannot be used; ``fields`` maps a place in it to what is wrong there."""

    code = "bad_profile"


@dataclass(frozen=True)
class FileSpec:
    """A file the profile knows by an alias; ``name`` is a pattern, several uploads may match it."""

    alias: str
    name: str
    layout: dict[str, Any] = field(default_factory=dict)
    is_optional: bool = False

    def matches(self, name: str) -> bool:
        return fnmatch.fnmatchcase(name.lower(), self.name.lower())


@dataclass(frozen=True)
class Join:
    """Cells of another file, found by key: ``match`` columns here, ``key`` columns there."""

    file: str
    match: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def lookup(self) -> str:
        return f"{self.file}:{','.join(self.key)}"


@dataclass(frozen=True)
class Section:
    """One source of a target: a file, its key, joined files, a filter and the column map."""

    entity: str
    file: str
    key: tuple[str, ...]
    fields: dict[str, Any]
    joins: dict[str, Join] = field(default_factory=dict)
    where: tuple[dict[str, Any], ...] = ()
    distinct: bool = False


@dataclass(frozen=True)
class Profile:
    """A checked profile."""

    name: str
    title: str
    mode: str
    source: str
    text: str
    files: dict[str, FileSpec]
    sections: tuple[Section, ...]
    formats: dict[str, Any]
    problems: dict[str, str]
    options: dict[str, Any]

    @property
    def entities(self) -> list[str]:
        return list(dict.fromkeys(section.entity for section in self.sections))

    def alias_of(self, file_name: str) -> str:
        """The alias that a given file answers to; empty when the profile does not use it."""
        return next((spec.alias for spec in self.files.values() if spec.matches(file_name)), "")

    def fingerprint(self, hashes: Iterable[str]) -> str:
        """What makes an import the same one: the meaning of the profile and the files' contents."""
        meaning = json.dumps(tomllib.loads(self.text), sort_keys=True, default=str)
        return hashlib.sha256("\n".join([meaning, *sorted(hashes)]).encode()).hexdigest()


def parse(text: str) -> Profile:
    """Read and check a profile. Raises ProfileError naming each place that is wrong."""
    if len(text) > MAX_TEXT:
        raise ProfileError(fields={"profile": [_("A profile is a short text; this file is too large.")]})
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(fields={"profile": [str(error)]}) from None
    return _Parser(raw, text).parse()


class _Parser:
    """Collects everything that is wrong before giving up."""

    def __init__(self, raw: dict[str, Any], text: str):
        self.raw, self.text = raw, text
        self.wrong: dict[str, list[errors.Text]] = {}
        self.files: dict[str, FileSpec] = {}

    def parse(self) -> Profile:
        head = self._table("profile")
        mode = str(head.get("orders", "history"))
        self._demand(mode in MODES, "profile.orders", _("one of %(list)s") % {"list": ", ".join(MODES)})
        self.files = {alias: self._file(alias, spec) for alias, spec in self._table("files").items()}
        self._demand(bool(self.files), "files", _("name at least one file"))
        sections = [each for entity, target in targets.in_order() for each in self._sections(entity, target)]
        self._demand(bool(sections), "profile", _("say what the files hold"))
        self._demand_companions({section.entity for section in sections})
        known = {"profile", "files", "formats", "problems", *targets.importers}
        for name in set(self.raw) - known:
            self._demand(False, name, _("not known; possible are %(list)s") % {"list": ", ".join(sorted(known))})
        name = str(head.get("name", "")).strip()
        self._demand(bool(name), "profile.name", _("give the profile a name"))
        profile = Profile(
            name=name[:60],
            title=str(head.get("title", ""))[:200],
            mode=mode,
            source=str(head.get("source", name))[:60],
            text=self.text,
            files=self.files,
            sections=tuple(_folded(sections)),
            formats=self._formats(),
            problems=self._problems(),
            options={key: value for key, value in head.items() if key not in ("name", "title", "orders", "source")},
        )
        if self.wrong:
            raise ProfileError(_("The profile cannot be used."), fields=self.wrong)
        return profile

    def _demand(self, holds: bool, place: str, message: errors.Text) -> None:
        if not holds:
            self.wrong.setdefault(place, []).append(message)

    def _demand_companions(self, entities: set[str]) -> None:
        for entity in entities:
            for other in targets.importers[entity].needs:
                self._demand(other in entities, entity, _("needs %(other)s as well") % {"other": other})

    def _table(self, name: str) -> dict[str, Any]:
        value = self.raw.get(name, {})
        self._demand(isinstance(value, dict), name, _("must be a table"))
        return value if isinstance(value, dict) else {}

    def _inner(self, raw: dict[str, Any], name: str, place: str) -> dict[str, Any]:
        """A table inside a section."""
        value = raw.get(name, {})
        self._demand(isinstance(value, dict), f"{place}.{name}", _("must be a table"))
        return value if isinstance(value, dict) else {}

    def _file(self, alias: str, spec: Any) -> FileSpec:
        spec = {"name": spec} if isinstance(spec, str) else spec
        place = f"files.{alias}"
        if not isinstance(spec, dict) or not spec.get("name"):
            self._demand(False, place, _("give the name of the file"))
            return FileSpec(alias, "")
        for key in set(spec) - _LAYOUT - {"name", "optional"}:
            self._demand(False, f"{place}.{key}", _("not known here"))
        layout = {key: spec[key] for key in _LAYOUT & set(spec)}
        return FileSpec(alias, str(spec["name"]), layout, bool(spec.get("optional", False)))

    def _sections(self, entity: str, target: Target) -> list[Section]:
        raw = self.raw.get(entity, [])
        parts = raw if isinstance(raw, list) else [raw]
        return [
            self._section(entity, target, part, f"{entity}[{n}]" if len(parts) > 1 else entity)
            for n, part in enumerate(parts, start=1)
        ]

    def _section(self, entity: str, target: Target, raw: Any, place: str) -> Section:
        if not isinstance(raw, dict):
            self._demand(False, place, _("must be a table"))
            raw = {}
        for key in set(raw) - {"file", "key", "fields", "join", "where", "distinct"}:
            self._demand(False, f"{place}.{key}", _("not known here"))
        file = str(raw.get("file", ""))
        self._demand(file in self.files, f"{place}.file", _("no such file: %(name)s") % {"name": file})
        key = _names(raw.get("key", _default_key(target, raw)))
        self._demand(bool(key) or not target.needs_key, f"{place}.key", _("name the columns that make the key"))
        fields = _flat(self._inner(raw, "fields", place))
        joins = self._inner(raw, "join", place)
        where = raw.get("where", [])
        is_list = isinstance(where, list) and all(isinstance(one, dict) for one in where)
        self._demand(is_list, f"{place}.where", _("must be a list of tables"))
        for name in fields:
            self._demand(target.field(name) is not None, f"{place}.fields.{name}", _("no such field"))
        for wanted in target.fields:
            self._demand(
                not wanted.required or wanted.name in fields, f"{place}.fields.{wanted.name}", _("a column is needed")
            )
        return Section(
            entity=entity,
            file=file,
            key=key,
            fields=fields,
            joins={alias: self._join(f"{place}.join.{alias}", join) for alias, join in joins.items()},
            where=tuple(where) if is_list else (),
            distinct=bool(raw.get("distinct", False)),
        )

    def _join(self, place: str, raw: Any) -> Join:
        if not isinstance(raw, dict):
            self._demand(False, place, _("must be a table"))
            raw = {}
        file, match = str(raw.get("file", "")), _names(raw.get("match", ()))
        key = _names(raw.get("key", match))
        self._demand(file in self.files, f"{place}.file", _("no such file: %(name)s") % {"name": file})
        self._demand(
            bool(match) and len(match) == len(key), place, _("match and key must name the same count of columns")
        )
        return Join(file, match, key)

    def _formats(self) -> dict[str, Any]:
        raw = self._table("formats")
        for key in set(raw) - _FORMATS:
            self._demand(False, f"formats.{key}", _("not known here"))
        result = {key: raw[key] for key in _FORMATS & set(raw)}
        if isinstance(result.get("dates"), str):
            result["dates"] = [result["dates"]]
        for key, value in list(result.items()):
            wanted = str if key.endswith("_mark") else list
            if not isinstance(value, wanted) or (wanted is list and not all(isinstance(one, str) for one in value)):
                self._demand(False, f"formats.{key}", _("must be text, or a list of texts"))
                del result[key]
        if "empty" in result:
            result["empty"] = ["", *result["empty"]]
        return result

    def _problems(self) -> dict[str, str]:
        result = {}
        for code, decision in self._table("problems").items():
            self._demand(code.rpartition(".")[2] in DECIDABLE, f"problems.{code}", _("not open to a decision"))
            self._demand(
                decision in _DECISIONS,
                f"problems.{code}",
                _("one of %(list)s") % {"list": ", ".join(sorted(_DECISIONS))},
            )
            result[code] = str(decision)
        return result


def _flat(fields: dict[str, Any]) -> dict[str, Any]:
    """``custom.key = …`` is written as it is named, which the format reads as a table of its own."""
    own = fields.get("custom")
    if not isinstance(own, dict):
        return fields
    rest = {name: value for name, value in fields.items() if name != "custom"}
    return rest | {f"custom.{key}": value for key, value in own.items()}


def _default_key(target: Target, raw: dict[str, Any]) -> tuple[str, ...]:
    """Without a key of its own a row is known by the column of its code or number."""
    fields = raw.get("fields")
    mapping = fields.get(target.key_field) if isinstance(fields, dict) else None
    return (mapping,) if isinstance(mapping, str) else ()


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(part) for part in value)
    return (str(value),) if value else ()


def _folded(sections: list[Section]) -> list[Section]:
    """Header rows of a file that also feeds another section repeat: they are folded to one per object."""
    from dataclasses import replace

    shared = {section.file for section in sections if sum(other.file == section.file for other in sections) > 1}
    return [
        replace(section, distinct=True)
        if section.file in shared and targets.importers[section.entity].is_header
        else section
        for section in sections
    ]
