"""Where an installation keeps its things: data under its own folder, locks and sockets in the temp folder.

The lock does not lie in the data folder, so that deleting that folder cannot let a second
supervisor in. Socket paths may have 107 bytes at most, so they are kept short.
"""

import fcntl
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from orders_site.supervisor.process import StartError


@dataclass(frozen=True)
class Places:
    """The folders of one installation, found from its data folder."""

    data: Path

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def run(self) -> Path:
        """What the running supervisor wrote down: server addresses, the signing key."""
        return self.data / "run"

    @property
    def short(self) -> Path:
        """A short private folder outside the data folder: lock and sockets."""
        tag = hashlib.sha256(str(self.data.resolve()).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"orders-{os.geteuid()}-{tag}"

    def make(self) -> None:
        """Create the folders. Raises StartError where the short one belongs to somebody else."""
        for folder in (self.data, self.logs, self.run):
            folder.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o700)
        self.short.mkdir(mode=0o711, exist_ok=True)
        found = self.short.lstat()
        if self.short.is_symlink() or found.st_uid != os.geteuid():
            raise StartError(f"{self.short} belongs to another user: remove it, or set TMPDIR")
        self.short.chmod(0o711)

    def lock(self) -> IO[str] | None:
        """Take this installation for oneself; None where another process has it. Held until closed."""
        handle = (self.short / "lock").open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return None
        return handle

    def sign(self, lock: IO[str], text: str) -> None:
        """Say in the lock who holds it, for whoever comes second."""
        lock.truncate(0)
        lock.write(text)
        lock.flush()

    def holder(self) -> str:
        """What the holder of the lock says of itself."""
        return (self.short / "lock").read_text(encoding="utf-8").strip()

    def write_down(self, name: str, text: str) -> None:
        """Keep a note that only this user may read."""
        path = self.run / name
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text, encoding="utf-8")

    def forget(self, name: str) -> None:
        (self.run / name).unlink(missing_ok=True)
