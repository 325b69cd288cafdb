"""Everything between new code and a running site: translations, migrations, rights, browser files."""

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from orders_site.translations import catalog


class Command(BaseCommand):
    """Idempotent. Run as the owner of the database, before the new processes start."""

    help = "Compile translations, migrate, grant the working role its rights, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("translations", catalog.compile_changed)
        self._step("database tables", lambda: call_command("migrate", interactive=False, verbosity=0))
        self._step("database rights", lambda: call_command("grant_app_role", stderr=self.stderr))
        self._step("static files", self._collect_static)

    def _step(self, name: str, work: Any) -> None:
        began = time.monotonic()
        work()
        self.stdout.write(f"{name} ready ({time.monotonic() - began:.1f} s)")
        self.stdout.flush()

    def _collect_static(self) -> None:
        """Collect only when a source file is new: hashing all of them takes seconds."""
        note = settings.STATIC_ROOT / ".collected"
        fingerprint = _fingerprint()
        if note.exists() and note.read_text() == fingerprint:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        note.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            found = storage.path(path)
            digest.update(f"{found} {storage.get_modified_time(path)} {storage.size(path)}\n".encode())
    return digest.hexdigest()
