"""Everything that the lives of orders need to know of the demo company."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.people.models import Department, User
from common import dates
from customers.models import Carrier, Customer, PaymentTerm
from orders_site.demo import partners, people
from orders_site.demo.agenda import Agenda, is_working_day
from orders_site.demo.shelf import Shelf
from products.catalogue.models import Product
from products.stock.models import Warehouse


@dataclass
class Company:
    """People by sign-in name, departments, customers and products by code, carriers, warehouses; chance and time.

    The rows are as they were when the company was read; nobody here changes them but by operations.
    """

    begins: datetime
    agenda: Agenda
    rng: Random
    staff: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    carriers: list[Carrier] = field(default_factory=list)
    warehouses: list[Warehouse] = field(default_factory=list)
    terms: dict[str, PaymentTerm] = field(default_factory=dict)

    def read(self) -> None:
        """Take the masters from the database: by then they were entered."""
        logins = [one.login for one in people.PEOPLE]
        self.staff = {one.username: one for one in User.objects.filter(username__in=logins)}
        self.departments = {one.code: one for one in Department.objects.all()}
        self.products = {one.code: one for one in Product.objects.order_by("id")}
        self.customers = {one.code: one for one in Customer.objects.order_by("id")}
        self.carriers = list(Carrier.objects.order_by("id"))
        self.warehouses = list(Warehouse.objects.order_by("id"))
        self.terms = {one.code: one for one in PaymentTerm.objects.all()}
        self._by_id = {one.pk: one for one in self.staff.values()}
        self._products = {one.pk: one for one in self.products.values()}
        self.shelf = Shelf.of(self.products)
        self._ordering = partners.ordering(self.customers)
        self._weights = [self._appetite(one) for one in self._ordering]

    def _appetite(self, customer: Customer) -> float:
        """How often a customer orders, beside the others: distributors more than those who build one plant."""
        often = 2.0 if customer.kind == Customer.Kind.DISTRIBUTOR else 1.0
        return often * self.rng.paretovariate(2.2)

    @property
    def now(self) -> datetime:
        """The present moment: nothing happens after it."""
        return self.agenda.now

    @property
    def today(self) -> date:
        return dates.business_day(self.now)

    def day_of(self, at: datetime) -> date:
        """The business day of a moment."""
        return dates.business_day(at)

    def owner_of(self, customer: Customer) -> User:
        """The salesperson of a customer."""
        return self._by_id[customer.owner_id or 0]

    def person(self, user_id: int) -> User:
        """Somebody by id; always the same object, so his rights are read once."""
        return self._by_id[user_id]

    def product_by_id(self, product_id: int) -> Product:
        return self._products[product_id]

    def any_customer(self) -> Customer:
        """A customer by chance: some order every week, some once a year."""
        return self.rng.choices(self._ordering, weights=self._weights)[0]

    def in_currency(self, price: Decimal, currency: str) -> Decimal:
        """A price of the company in another currency, about, for the books of the past."""
        rates = partners.RATES.get(currency)
        return price if rates is None else (price / Decimal(rates[0])).quantize(Decimal("0.01"))

    def ago(self, days: int, hour: float = 10.0) -> datetime:
        """About that hour of the working day so many days before today, or of the last one before it; never after
        the present moment. Today and yesterday are taken as they are."""
        at = dates.day_start(self.today - timedelta(days=days)) + timedelta(hours=hour)
        while days > 1 and not is_working_day(at):
            at -= timedelta(days=1)
        return min(at + timedelta(minutes=self.rng.randint(0, 25)), self.now - timedelta(minutes=1))
