"""Everything that the lives of orders need to know of the demo company."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from accounts.people.models import Department, User
from common import dates
from customers.models import Customer
from orders_site.demo.agenda import Agenda
from orders_site.demo.partners import Partners
from orders_site.demo.shelf import Shelf
from products.catalogue.models import Product
from products.stock.models import Warehouse


@dataclass
class Company:
    """People by sign-in name, departments and products by code, partners, warehouses; chance and the present."""

    staff: dict[str, User]
    departments: dict[str, Department]
    products: dict[str, Product]
    partners: Partners
    warehouses: list[Warehouse]
    rng: Random
    begins: datetime
    agenda: Agenda
    by_id: dict[int, User] = field(default_factory=dict)
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {one.pk: one for one in self.staff.values()}
        self.shelf = Shelf.of(self.products)

    @property
    def now(self) -> datetime:
        """The present moment: nothing happens after it."""
        return self.agenda.now

    @property
    def today(self) -> date:
        return dates.business_day(self.now)

    def customer(self, code: str) -> Customer:
        """A customer by code, as it was loaded."""
        return self.partners.customers[code]

    def product(self, code: str) -> Product:
        return self.products[code]

    def owner_of(self, customer: Customer) -> User:
        """The salesperson of a customer."""
        return self.by_id[customer.owner_id or 0]

    def person(self, user_id: int) -> User:
        """Somebody by id; always the same object, so his rights are read once."""
        return self.by_id[user_id]

    def ago(self, days: int, hour: float = 10.0) -> datetime:
        """That hour of the day so many days before today, never after the present moment."""
        at = dates.day_start(self.today - timedelta(days=days)) + timedelta(hours=hour)
        return min(at + timedelta(minutes=self.rng.randint(0, 25)), self.now - timedelta(minutes=1))
