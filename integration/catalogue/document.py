"""The page docs/integration/events.md: every kind of event, made from the catalogue. Pure text."""

import json

from integration.catalogue import kinds
from integration.catalogue.kinds import Kind
from integration.catalogue.known_keys import KEYS

_HEAD = """# Events of the change feed

Made by `manage.py event_catalogue --write`; a test compares it with the code. How the feed is read stands in
[README.md](README.md). An event as the feed tells it:

```json
{example}
```

`data` holds only what its kind names. Amounts and names of people outside are null, or masked, for who does not see
them in full elsewhere; orders that the reader does not see are left out.
"""
_KEYS = """
## Keys

| Key | Sort | Meaning | Example | Sensitive field |
|---|---|---|---|---|
"""


def render() -> str:
    """The whole page, in English source strings."""
    shown = json.dumps(kinds.all_kinds()["order.effective"].example, ensure_ascii=False, indent=2)
    groups: dict[str, list[Kind]] = {}
    for code, one in kinds.all_kinds().items():
        groups.setdefault(code.partition(".")[0], []).append(one)
    parts = [_HEAD.format(example=shown), *(_group(name, rows) for name, rows in groups.items()), _KEYS]
    for written, key in KEYS.items():
        value = json.dumps(key.example, ensure_ascii=False)
        parts.append(f"| `{written}` | {key.sort} | {key.meaning} | `{value}` | {key.field and f'`{key.field}`'} |\n")
    return "".join(parts)


def _group(name: str, rows: list[Kind]) -> str:
    lines = [f"| `{one.code}` | {one.label} | {_about(one)} | {_data(one)} |" for one in rows]
    head = f"\n## {name}\n\n| Kind | Words | About | Example of its data |\n|---|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _about(one: Kind) -> str:
    return ", ".join(f"`{subject}`" for subject in one.subjects) or "–"


def _data(one: Kind) -> str:
    return f"`{json.dumps(one.example['data'], ensure_ascii=False)}`" if one.keys else "–"
