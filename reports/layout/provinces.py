"""The provinces as tiles of a map: where each stands, and which of them a text means (R005). Pure."""

import re

# column and row of each tile, west to east and north to south
TILES = {
    "黑龙江": (7, 0),
    "吉林": (7, 1),
    "新疆": (0, 2), "甘肃": (2, 2), "宁夏": (3, 2), "内蒙古": (4, 2), "北京": (5, 2), "天津": (6, 2), "辽宁": (7, 2),
    "青海": (1, 3), "陕西": (3, 3), "山西": (4, 3), "河北": (5, 3), "山东": (6, 3),
    "西藏": (0, 4), "四川": (2, 4), "重庆": (3, 4), "河南": (4, 4), "安徽": (5, 4), "江苏": (6, 4),
    "云南": (2, 5), "贵州": (3, 5), "湖北": (4, 5), "江西": (5, 5), "浙江": (6, 5), "上海": (7, 5),
    "广西": (3, 6), "湖南": (4, 6), "福建": (5, 6), "台湾": (6, 6),
    "海南": (2, 7), "澳门": (3, 7), "广东": (4, 7), "香港": (5, 7),
}  # fmt: skip
COLUMNS, ROWS = 8, 8
_REST = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?\s*\d*")


def named(text: str) -> str:
    """The tile that a text means: 浙江, 浙江省, 浙江1, 内蒙古自治区; "" for none."""
    text = text.strip()
    for size in (2, 3):
        name = text[:size]
        if name in TILES and _REST.fullmatch(text[size:]):
            return name
    return ""
