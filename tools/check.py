"""`python3 run.py check`: everything about the code that can be said without running it.

Every step runs, also after one has failed, so that one round shows all there is to mend.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import sizes

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# no server is needed: the settings can be read with an address that leads nowhere
ENVIRONMENT = {
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "orders_site.settings",
    "DATABASE_URL": "postgresql://orders_app@/orders?host=/nonexistent",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ORDERS_ENV": "development",
}


def run(*command: str) -> list[str]:
    """Run a program; returns its output where it failed, else nothing."""
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    return (done.stdout + done.stderr).rstrip().splitlines() if done.returncode else []


def broken_contracts(lines: list[str]) -> list[str]:
    """The part of import-linter's report that names what is broken; all of it where it could not even start."""
    heads = [number for number, line in enumerate(lines) if line == "Broken contracts"]
    return [line for line in lines[heads[0] + 2 :] if line.strip()] if heads else lines


# keys and tokens by their form, in all that is kept but locks and catalogues of words; passwords in code: ruff's S
_NOT_BY_FORM = ("KeywordDetector", "HexHighEntropyString", "Base64HighEntropyString")
_NO_SECRETS = r"^(password|secret)$"  # of the examples of addresses


def find_secrets() -> list[str]:
    """Where something that looks like a key of somebody's stands in a file of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    kept = [name for name in listed if not name.endswith((".po", ".svg")) and "requirements" not in name]
    options = [word for plugin in _NOT_BY_FORM for word in ("--disable-plugin", plugin)]
    command = [str(BIN / "detect-secrets"), "scan", "-n", "--exclude-secrets", _NO_SECRETS, *options, *kept]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        return (done.stdout + done.stderr).rstrip().splitlines()
    found = json.loads(done.stdout)["results"]
    return [f"{name}:{one['line_number']}: {one['type']}" for name, all_of in found.items() for one in all_of]


STEPS: dict[str, Callable[[], list[str]]] = {
    "types (mypy)": lambda: run(str(BIN / "mypy"), "."),
    "lint (ruff)": lambda: run(str(BIN / "ruff"), "check", "--output-format", "concise", "."),
    "format (ruff)": lambda: run(str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."),
    "import contracts": lambda: broken_contracts(run(str(BIN / "lint-imports"), "--no-cache")),
    "migrations": lambda: run(sys.executable, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"),
    "api is additive": lambda: run(sys.executable, "-W", "ignore", "manage.py", "api_contract", "--check"),
    "translations": lambda: run(sys.executable, "manage.py", "merge_translations", "--check"),
    "secrets": find_secrets,
    "sizes": lambda: sizes.find_oversized(ROOT),
}


def timed(step: Callable[[], list[str]]) -> tuple[list[str], float]:
    began = time.monotonic()
    return step(), time.monotonic() - began


def main(wanted: list[str]) -> int:
    """Run the steps whose name begins with a wanted word, or all; 1 when one of them failed."""
    chosen = {name: step for name, step in STEPS.items() if not wanted or name.startswith(tuple(wanted))}
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = {name: pool.submit(timed, step) for name, step in chosen.items()}
        for name, result in results.items():
            lines, seconds = result.result()
            print(f"{'FAILED' if lines else 'ok':6}  {name} ({seconds:.1f} s)", flush=True)
            for line in lines:
                print(f"        {line}")
            failed += bool(lines)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
