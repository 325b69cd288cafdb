"""Examples of this app's resources in the OpenAPI document: what the API answered, with another day."""

from typing import Any

from common.api import examples
from common.api.refusals import TEXT

PRODUCT: dict[str, Any] = {
    "id": 7,
    "code": "01.2.02.318-101",
    "name": "称重传感器",
    "english_name": "Load cell",
    "category": "01.2",
    "specification": "柯力-5t-桥式",
    "auxiliary_attribute": "",
    "unit": "只",
    "pack_multiple": "10",
    "minimum_quantity": "10",
    "list_price": "286.00",
    "floor_price": "240.00",
    "unit_cost": "180.00",
    "tax_rate": "0.13",
    "lead_time_days": 7,
    "supply_mode": "STOCK",
    "numbering": "SERIAL",
    "risk": "LOW",
    "warning_level": "100",
    "is_service": False,
    "is_active": True,
    "supplier": "S-07",
    "product_class": "ANALOG_SENSOR",
    "promotion": "",
    "tags": ["ANALOG_SENSOR"],
    "flags": [],
    "base_code": "",
    "sensor_count": None,
    "brand": "柯力",
    "tonnage": "5t",
    "structure": "桥式",
    "sensor_brand": "",
    "sensor_tonnage": "",
    "sensor_structure": "",
    "stock": {"on_hand": "500", "reserved": "0", "available": "500"},
    "created_at": "2026-11-20T02:15:00Z",
    "updated_at": "2026-11-20T02:15:00Z",
    "version": 2,
    "custom": {"certificate": True},
}
_REST: dict[str, Any] = {
    "successor": None,
    "notes": "",
    "substitutes": [
        {"product": "01.2.02.318-102", "priority": 1, "ratio": "1", "valid_from": None, "valid_until": None}
    ],
}
CODE = "01.2.02.318-101"
CATEGORY: dict[str, Any] = {"code": "01.2", "name": "称重传感器", "parent": None, "version": 1}
WAREHOUSE: dict[str, Any] = {
    "code": "WH01",
    "name": "Main warehouse",
    "is_default": True,
    "is_active": True,
    "version": 1,
}

EXAMPLES: dict[str, Any] = {
    "Product": PRODUCT,
    "ProductDocument": PRODUCT | _REST,
    "ProductInputRequest": {
        "code": CODE,
        "name": "称重传感器",
        "category": "01.2",
        "specification": "柯力-5t-桥式",
        "unit": "只",
        "list_price": "286.00",
        "tax_rate": "0.13",
        "lead_time_days": 7,
        "supplier": "S-07",
    },
    "PatchedProductChangeRequest": {"list_price": "296.00", "warning_level": "120"},
    "SubstituteInputRequest": {"product": "01.2.02.318-102", "priority": 1, "ratio": "1"},
    "StockRow": {
        "product": "01.2.02.318-101",
        "product_name": "称重传感器",
        "warehouse": "WH01",
        "unit": "只",
        "on_hand": "500",
        "reserved": "0",
        "available": "500",
        "place": "A-03-2",
    },
    "Movement": {
        "id": 7,
        "at": "2026-11-20T02:15:00Z",
        "kind": "ARRIVAL",
        "product": "01.2.02.318-101",
        "warehouse": "WH01",
        "quantity": "500",
        "document": "PO-2026-118",
        "reason": "",
        "actor": "lin.xy",
    },
    "ShelfInputRequest": {"product": CODE, "warehouse": "WH01", "place": "A-03-2"},
    "ArrivalInputRequest": {"product": CODE, "quantity": "500", "document_number": "PO-2026-118"},
    "TransferInputRequest": {"product": CODE, "from_warehouse": "WH01", "to_warehouse": "FS", "quantity": "40"},
    "CountInputRequest": {"product": CODE, "warehouse": "WH01", "counted": "498", "reason": "年终盘点"},
    "AdjustmentInputRequest": {"product": CODE, "warehouse": "WH01", "difference": "-2", "reason": "摔坏"},
    "Category": CATEGORY,
    "CategoryInputRequest": {"code": "01.2", "name": "称重传感器", "parent": "01"},
    "PatchedCategoryChangeRequest": {"name": "传感器"},
    "Warehouse": WAREHOUSE,
    "WarehouseInputRequest": {"code": "FS", "name": "佛山仓"},
    "PatchedWarehouseChangeRequest": {"is_default": True},
}
_SHORT = {"product": (TEXT, CODE), "asked": (TEXT, "40"), "available": (TEXT, "12")}
REFUSALS: dict[str, examples.Refusal] = {
    "out_of_stock": examples.Refusal(
        409, "There is not enough stock.", _SHORT, ("post /api/v1/stock/", "/outbound-documents/{number}/audit/")
    ),
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
