"""What spreadsheets and mails call the columns of an order, in any language. Pure."""

import re
import unicodedata
from collections.abc import Sequence

# cell of the entry grid, or what helps to find the product, or "" for columns to leave out → words
WORDS = {
    "product": "产品代码|产品编码|产品编号|代码|编码|编号|物料|物料编码|物料代码|物料号|货号|料号|商品编码"
    "|code|product code|product no|item|item code|item no|sku|material|material no|part no|part number"
    "|article|article no",
    "words": "产品|商品|品名|名称|产品名称|物料名称|商品名称|型号|产品型号|物料描述|描述"
    "|product|name|product name|item name|description|model|type",
    "specification": "规格|规格型号|型号规格|spec|specification|specs",
    "quantity": "数量|订购数量|订货数量|采购数量|订单数量|件数|需求数量|qty|quantity|pcs|pieces|order qty|ordered",
    "unit": "单位|计量单位|unit|uom",
    "price": "单价|价格|含税单价|未税单价|不含税单价|price|unit price|net price",
    "discount": "折扣|折扣%|discount|less",
    "requested_date": "交期|要求交期|交货期|交货日期|要求日期|要求到货日期|到货日期|需求日期"
    "|requested|requested date|date|delivery|delivery date|due|due date|need by",
    "notes": "备注|说明|notes|note|remark|remarks|comment|comments",
    "tax_rate": "税率|tax|tax rate|vat",
    "auxiliary_attribute": "辅助属性",
    "logo": "logo|标识|商标",
    "colour": "颜色|colour|color",
    "packaging": "包装|packaging",
    "customisation": "定制|定制要求|customisation",
    "special_requirements": "特殊要求|special requirements",
    "": "序号|行号|行|no|line|row|#|金额|总价|小计|含税金额|价税合计|不含税金额|税额"
    "|amount|total|sum|库存|stock|available",
}
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_NOT_LETTERS = re.compile(r"[\s:_*.\-/]")


def _fold(text: str) -> str:
    return _NOT_LETTERS.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", text).lower()))


_COLUMNS = {_fold(word): column for column, words in WORDS.items() for word in words.split("|")}


def columns_of(cells: Sequence[str]) -> list[str | None] | None:
    """Which column each cell of a head row names, None for a word that is none; None when the row is no head: two of
    its words must be known, or all of them, and none be a number."""
    found = [_COLUMNS.get(_fold(cell)) if cell else None for cell in cells]
    known = sum(column is not None for column in found)
    named = sum(bool(cell) for cell in cells)
    if not known or any(re.fullmatch(r"[\d.,]+", cell) for cell in cells) or (known < 2 and known < named):
        return None
    return _once(found)


def _once(found: list[str | None]) -> list[str | None]:
    """Of two heads for one column the first is meant; words that tell of the product are all taken."""
    taken: set[str] = set()
    columns: list[str | None] = []
    for column in found:
        is_again = column in taken and column != "words"
        columns.append(None if is_again else column)
        taken.add(column or "")
    return columns
