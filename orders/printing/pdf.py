"""The adapter of typst: a sheet's data becomes a PDF, the only place that knows typst (imported when it prints)."""

import importlib.util
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_SHEET = Path(__file__).with_name("paper.typ")
_FONTS = "pylopdf_fonts_zh_cn"
_LARGE = 20_000  # letters of data: two hundred rows or so, which take 30 MB to set
_KEPT = 12


class Unprintable(Exception):
    """The sheet cannot be set: a picture that is none."""


@lru_cache
def _fonts() -> Any:
    import typst

    found = importlib.util.find_spec(_FONTS)
    folders = [*(found.submodule_search_locations or ())] if found else []
    # no fonts of the machine: a paper looks the same everywhere
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


@lru_cache
def _source() -> bytes:
    return _SHEET.read_bytes()


def compile_sheet(data: Mapping[str, Any], pictures: Mapping[str, bytes], at: datetime) -> bytes:
    """The PDF of a sheet (``layout.sheet``); ``pictures`` by the names that it uses. The same data give the same
    bytes. Raises Unprintable."""
    return compile_source(_source(), json.dumps(data, ensure_ascii=False), pictures, int(at.timestamp()))


def try_picture(data: bytes) -> None:
    """Raise Unprintable unless a picture can be set on a sheet."""
    compile_source(b'#image("it.png")', "", {"it.png": data}, 0)


def compile_source(source: bytes, data: str, pictures: Mapping[str, bytes], moment: int) -> bytes:
    """The PDF of a source of typst that reads ``data`` as ``sys.inputs.data``; no text of data is read as typst. Raises
    Unprintable."""
    return _compiled(source, data, pictures, moment)[0]


def compile_marked(
    source: bytes, data: str, pictures: Mapping[str, bytes], moment: int, mark: str
) -> tuple[bytes, Any]:
    """The same, and the value of the metadata that the source labels ``mark``."""
    return _compiled(source, data, pictures, moment, mark)


def _compiled(
    source: bytes, data: str, pictures: Mapping[str, bytes], moment: int, mark: str = ""
) -> tuple[bytes, Any]:
    import typst

    told = None
    # typst reads pictures from a folder; it sees nothing outside it
    with TemporaryDirectory(prefix="paper-") as folder:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)

        def compiler() -> Any:  # good for one question; what it worked out, the next one knows
            return typst.Compiler({"main.typ": source}, root=folder, font_paths=_fonts(), sys_inputs={"data": data})

        try:
            if mark:
                told = json.loads(compiler().query(f"<{mark}>", field="value", one=True))
            # without tags for screen readers: they make a file ten times as large and three times as slow
            made = compiler().compile(format="pdf", timestamp=moment, pdf_tags=False)
        except typst.TypstError as error:
            raise Unprintable(str(error)) from error
        if len(data) > _LARGE:
            _forget(folder)
    assert isinstance(made, bytes)  # a list of pages only where pictures of pages are asked for
    return made, told


def _forget(folder: str) -> None:
    """Have typst drop what it keeps of a large paper: it would keep it until ten more were made."""
    import typst

    for _paper in range(_KEPT):
        typst.Compiler({"main.typ": b""}, root=folder, font_paths=_fonts()).compile(format="pdf")
