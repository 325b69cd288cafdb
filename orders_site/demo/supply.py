"""How long goods travel from the company's door, and what its suppliers send themselves."""

from datetime import datetime

from accounts.people.models import User
from orders.order.choices import TransportMode
from orders.promise import routes
from products.catalogue import operations as catalogue
from products.catalogue.choices import SupplyMode
from products.catalogue.models import Product

# place, transport mode, days, days of work only
ROUTES = (
    ("", "", 4, True),
    ("", TransportMode.AIR, 2, True),
    ("", TransportMode.SEA, 18, False),
    ("浙江", "", 1, True),
    ("华中地区", "", 2, True),
    ("华东地区", "", 2, True),
    ("西南地区", "", 5, True),
    ("西藏", "", 9, True),
    ("外贸部", "", 25, False),
    ("外贸部", TransportMode.AIR, 7, False),
)
# weighbridge cameras and surge protectors come straight from who makes them
DIRECT = ("05.7.01.001", "05.7.02.001")


def load(staff: dict[str, User], at: datetime) -> None:
    """The table of days on the way, and the products that suppliers deliver."""
    names = ("area", "transport_mode", "days", "is_workdays")
    routes.save_routes(actor=staff["admin"], rows=[dict(zip(names, row, strict=True)) for row in ROUTES], at=at)
    for product in Product.objects.filter(code__in=DIRECT):
        changes = {"supply_mode": SupplyMode.DIRECT}
        catalogue.update_product(
            actor=staff["admin"], product_id=product.pk, version=product.version, changes=changes, at=at
        )
