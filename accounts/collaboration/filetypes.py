"""Which files may be attached: the ending must be known and the content must be what the ending says.

Pure. Files are only kept and handed out as attachments, never opened here; so it is enough that nothing a
browser would run and no workbook or document with macros gets in (RELIABILITY 2.9, 2.10). What stands inside
an archive (zip, rar, 7z) or a mail is not looked at.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import IO, Any

HEAD = 8192
MAX_NAME = 200
_MACRO = re.compile(r"vbaProject|/macrosheets/|/activeX/", re.IGNORECASE)
_OLE_MACRO = "_VBA_PROJECT".encode("utf-16-le")  # the name of a stream in the directory of .doc and .xls
_MAX_DIRECTORY = 1 << 20  # bytes: some ten thousand parts, more than any document has
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Refused(ValueError):
    """The file may not be attached; the text is a code: name, ending, content, macros, empty."""


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


_ZIP, _OLE = _begins(b"PK\x03\x04"), _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
# ending -> (content type, does the head fit)
TYPES: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    "tif": ("image/tiff", _begins(b"II*\0", b"MM\0*")),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "msg": ("application/vnd.ms-outlook", _OLE),
    "zip": ("application/zip", _ZIP),
    "rar": ("application/vnd.rar", _begins(b"Rar!\x1a\x07")),
    "7z": ("application/x-7z-compressed", _begins(b"7z\xbc\xaf\x27\x1c")),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
    "eml": ("message/rfc822", _is_text),
    "dwg": ("image/vnd.dwg", _begins(b"AC10")),
    "dxf": ("image/vnd.dxf", _is_text),
    "step": ("model/step", _begins(b"ISO-10303-21")),
    "stp": ("model/step", _begins(b"ISO-10303-21")),
}
_ZIPPED, _COMPOUND = {"docx", "xlsx", "pptx"}, {"doc", "xls"}


def clean_name(name: str) -> str:
    """The bare file name: no folders, no control or direction characters, at most 200 characters.

    Raises Refused("name") when nothing is left of it.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    bare = "".join(" " if char in "\r\n\t" else char for char in bare)
    bare = " ".join("".join(char for char in bare if unicodedata.category(char)[0] != "C").split())
    stem, dot, ending = bare.rpartition(".")
    if not stem.strip(". ") or not dot:
        raise Refused("name")
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"[:MAX_NAME]


def content_type(name: str, file: IO[Any]) -> str:
    """The type of a file, from its ending and content. Raises Refused; leaves the file at its beginning."""
    ending = name.rpartition(".")[2].lower()
    if ending not in TYPES:
        raise Refused("ending")
    file.seek(0)
    head = file.read(HEAD)
    kind, fits = TYPES[ending]
    if not head:
        raise Refused("empty")
    if not fits(head):
        raise Refused("content")
    if ending in _ZIPPED:
        _refuse_macros(file)
    if ending in _COMPOUND:
        _refuse_old_macros(file)
    file.seek(0)
    return kind


def _refuse_macros(file: IO[Any]) -> None:
    if _directory_size(file) > _MAX_DIRECTORY:
        raise Refused("content")
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Refused("content") from error
    if any(_MACRO.search(name) for name in names):
        raise Refused("macros")


def _directory_size(file: IO[Any]) -> int:
    """Bytes of a zip's directory, as its end says: it would be read whole. Nothing that can be found: too many."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else _MAX_DIRECTORY + 1


def _refuse_old_macros(file: IO[Any]) -> None:
    file.seek(0)
    kept = b""
    while block := file.read(1 << 20):
        if _OLE_MACRO in kept + block:
            raise Refused("macros")
        kept = block[-len(_OLE_MACRO) :]
