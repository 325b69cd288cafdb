"""What a browser calls itself, in words that people know. Pure; it says "unknown" rather than something wrong."""

import re

from django.utils.translation import gettext as _

# the first that fits: programs built on another one name that one too
_PROGRAMS = (
    (r"wxwork/", lambda: _("WeCom")),
    (r"MicroMessenger/", lambda: _("WeChat")),
    (r"DingTalk/", lambda: _("DingTalk")),
    (r"(Lark|Feishu)/", lambda: _("Feishu")),
    (r"(Edg|EdgA|EdgiOS|Edge)/", lambda: "Edge"),
    (r"(OPR|Opera)[/ ]", lambda: "Opera"),
    (r"(M?QQBrowser)/", lambda: _("QQ Browser")),
    (r"SamsungBrowser/", lambda: "Samsung Internet"),
    (r"(Firefox|FxiOS)/", lambda: "Firefox"),
    (r"(Chrome|CriOS|Chromium)/", lambda: "Chrome"),
    (r"Version/[\d.]+ .*Safari/", lambda: "Safari"),
)
_SYSTEMS = (
    (r"iPhone", lambda: "iPhone"),
    (r"iPad", lambda: "iPad"),
    (r"HarmonyOS|OpenHarmony", lambda: "HarmonyOS"),
    (r"Android", lambda: "Android"),
    (r"Windows", lambda: "Windows"),
    (r"Mac OS X|Macintosh", lambda: "macOS"),
    (r"CrOS", lambda: "ChromeOS"),
    (r"Linux|X11", lambda: "Linux"),
)


def in_words(agent: str) -> str:
    """ "Chrome on Windows", in the active language."""
    program = next((name() for pattern, name in _PROGRAMS if re.search(pattern, agent)), "")
    system = next((name() for pattern, name in _SYSTEMS if re.search(pattern, agent)), "")
    if program and system:
        return _("%(program)s on %(system)s") % {"program": program, "system": system}
    return program or system or _("Unknown device")
