"""The subjects of standard reports, in the order in which the catalogue shows them. Pure."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SALES = pgettext_lazy("reports on", "Sales")
ORDERS = pgettext_lazy("reports on", "Orders and delivery")
MONEY = pgettext_lazy("reports on", "Money")
CUSTOMERS = pgettext_lazy("reports on", "Customers")
GOODS = pgettext_lazy("reports on", "Goods")
WORK = _("Work and process")
QUALITY = _("Quality")
ALL = (SALES, ORDERS, MONEY, CUSTOMERS, GOODS, WORK, QUALITY)
