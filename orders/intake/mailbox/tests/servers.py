"""IMAP servers for tests: Dovecot as a process of its own where it is installed, and a double that speaks just enough
of the protocol over a socket, so that most tests need no process."""

import os
import re
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orders.intake.mailbox.client import Place

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
NOBODY = 65534  # whose the mails are: Dovecot serves none of root's
USER, PASSWORD = "orders", 'a password {with} "signs" %'
_ARRIVED = '"20-Nov-2026 09:30:00 +0800"'


def place(port: int, **more: Any) -> Place:
    """The mailbox of a server on this machine, without encryption."""
    return Place("127.0.0.1", port, USER, PASSWORD, is_implicit_tls=False, **more)


# --- the double --------------------------------------------------------------------------------


@dataclass
class Box:
    """What the double holds: mails by number, which of them are marked, and where it breaks the connection off."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    moved: dict[int, str] = field(default_factory=dict)
    uidvalidity: int = 7
    breaks_at: str = ""  # the beginning of a command before whose answer the line goes dead, once
    password: str = PASSWORD

    def deliver(self, raw: bytes) -> int:
        uid = max([*self.mails, *self.moved], default=0) + 1
        self.mails[uid] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # as servers give them
        return uid


class _Talk(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self.say("* OK double ready")
        for line in self.rfile:
            tag, _space, command = line.decode().rstrip("\r\n").partition(" ")
            if self.box.breaks_at and command.upper().startswith(self.box.breaks_at):
                self.box.breaks_at = ""
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if self.answer(tag, command):
                return

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def answer(self, tag: str, command: str) -> bool:
        """Answer one command; True when that was the last."""
        word = command.upper()
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1 MOVE UIDPLUS")
        elif word.startswith("LOGIN"):
            told = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', command[6:])[-1]
            if re.sub(r"\\(.)", r"\1", told[0] or told[1]) != self.box.password:
                self.say(f"{tag} NO wrong password")
                return False
        elif word.startswith("SELECT"):
            self.say(f"* {len(self.box.mails)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.box.uidvalidity}] valid")
        elif word.startswith("UID SEARCH"):
            first = int(re.search(r"(\d+):\*", command)[1])  # type: ignore[index]
            last = max(self.box.mails, default=0)
            found = [uid for uid in sorted(self.box.mails) if uid >= min(first, last)]
            self.say("* SEARCH " + " ".join(map(str, found)))
        elif word.startswith("UID FETCH"):
            self.fetch(int(command.split()[2]), word)
        elif word.startswith("UID STORE"):
            self.box.seen.update(map(int, command.split()[2].split(",")))
        elif word.startswith("UID MOVE"):
            _uid, _move, numbers, folder = command.split(maxsplit=3)
            for uid in map(int, numbers.split(",")):
                self.box.moved[uid] = folder.strip('"')
                self.box.mails.pop(uid, None)
        elif word == "LOGOUT":
            self.say("* BYE")
        self.say(f"{tag} OK done")
        return word == "LOGOUT"

    def fetch(self, uid: int, word: str) -> None:
        raw = self.box.mails.get(uid)
        if raw is None:
            return
        if "BODY" not in word:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE {_ARRIVED})")
            return
        body = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in word else raw
        self.wfile.write(b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(body)) + body + b")\r\n")


@contextmanager
def double() -> Iterator[tuple[Box, Place]]:
    """A box and how it is reached."""
    box = Box()
    talk = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield box, place(server.server_address[1])
        finally:
            server.shutdown()


# --- Dovecot -----------------------------------------------------------------------------------

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_access_groups =
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service auth {{
  user = root
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Taken {{
    auto = create
  }}
}}
"""


@contextmanager
def dovecot() -> Iterator[tuple[Path, Place]]:
    """A Dovecot of our own: the maildir that mails are delivered into, and how it is reached."""
    # its processes run as several people, who must all get there: not below pytest's private folder
    with tempfile.TemporaryDirectory(prefix="imap-") as name, _dovecot(Path(name)) as found:
        yield found


@contextmanager
def _dovecot(folder: Path) -> Iterator[tuple[Path, Place]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.chmod(0o755)
    (folder / "run").mkdir()
    for path in (folder / "mail", *(folder / "mail" / name for name in ("new", "cur", "tmp"))):
        path.mkdir()
        os.chown(path, NOBODY, NOBODY)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
    people = {"login": "dovenull", "internal": "dovecot", "group": "dovecot"}
    text = _CONFIGURATION.format(folder=folder, port=port, uid=NOBODY, gid=NOBODY, **people)
    (folder / "dovecot.conf").write_text(text)
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(port, process, folder)
        yield folder / "mail", place(port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen, folder: Path) -> None:
    for _try in range(200):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    log = folder / "dovecot.log"
    raise RuntimeError(log.read_text() if log.exists() else "dovecot did not start")


def deliver(mail: Path, raw: bytes, number: int) -> None:
    """Put a mail into a maildir as a mail server does."""
    temporary = mail / "tmp" / f"{number}.test"
    temporary.write_bytes(raw)
    os.chown(temporary, NOBODY, NOBODY)
    temporary.rename(mail / "new" / f"{time.time_ns()}.{number}.test")
