"""Rebuild static/img/icons.svg from the names in static/img/icons.txt and an unpacked bootstrap-icons package."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDER = Path("static") / "img"
LICENCE = (
    "<!-- Bootstrap Icons 1.13, MIT licence, copyright (c) 2019-2024 The Bootstrap Authors."
    " Built by `manage.py build_icons`. -->"
)


def icon_names(text: str) -> list[str]:
    """The names in a list file, sorted, each once; blank lines are skipped."""
    return sorted({line.strip() for line in text.splitlines() if line.strip()})


def as_symbol(name: str, svg: str) -> str:
    """One icon file as a <symbol> of the sprite, with nothing but its shapes."""
    view_box = re.search(r'viewBox="([^"]+)"', svg)
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
    if not view_box or not body:
        raise CommandError(f"{name}.svg is not an icon")
    shapes = re.sub(r">\s+<", "><", body.group(1).strip())
    return f'<symbol id="{name}" viewBox="{view_box.group(1)}">{shapes}</symbol>'


class Command(BaseCommand):
    """Write the icon sprite. The result is kept in git, so nobody needs the package to run the application."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("package", type=Path, help="folder of the unpacked npm package bootstrap-icons")

    def handle(self, *, package: Path, **options):
        folder = settings.BASE_DIR / FOLDER
        names = icon_names((folder / "icons.txt").read_text(encoding="utf-8"))
        missing = [name for name in names if not (package / "icons" / f"{name}.svg").exists()]
        if missing:
            raise CommandError(f"no such icon: {', '.join(missing)}")
        symbols = [as_symbol(name, (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
        head = '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">'
        (folder / "icons.svg").write_text("\n".join([LICENCE, head, *symbols, "</svg>", ""]), encoding="utf-8")
        (folder / "icons.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(names)} icons")
