"""What is counted, by what it may be asked for, and over which stretch of time (SEMANTICS 15). Pure.

The numbers stand in the database; one that was given out never means something else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.IntegerChoices):
    """What happened on a day. ``hits``: of how many of them it was right."""

    ORDERED = 1, _("Ordered")  # orders in force as they stand, on the day they took effect
    SHIPPED = 2, _("Shipped")
    SIGNED = 3, _("Signed for")
    RETURNED = 4, _("Came back")
    INVOICED = 5, _("Invoiced")
    RECEIVED = 6, _("Money received")
    DUE = 7, _("Money due")
    NEW = 8, _("New in the backlog")  # as they were when they took effect
    CHANGED = 9, _("Changed, taken back, made void")
    LET_GO = 10, _("Closed short")
    RESHIPPED = 11, _("To be shipped again")
    PROMISED = 12, _("Promised for the day")  # lines; hits: shipped in full by then
    FIRST_PROMISED = 13, _("First promised for the day")
    REQUESTED = 14, _("Requested for the day")
    SUBMITTED = 15, _("Submitted")  # orders whose approval ended; hits: within the hours given
    CHECKED = 16, _("Took effect, checked for errors")  # hits: without an error
    FINISHED = 17, _("Delivered in full")  # orders; hits: perfect
    EXCEPTION = 18, _("Exceptions")
    COMPLAINT = 19, _("Complaints")
    CHANGE_REQUEST = 20, _("Changes that took effect")
    ANSWER = 21, _("Answers on satisfaction")  # quantity: sum of the scores
    EVENED = 22, _("Over-delivery and price differences")  # what the backlog is besides its other movements
    UNBILLED = 23, _("Delivered, not invoiced here")  # history, and types without invoices; less what came back


class Dimension(models.IntegerChoices):
    """By what sums are kept. Departments are a column of every sum; attributes of customers and products are looked up
    when somebody asks, so that they are always those of today."""

    TOTAL = 0, _("Total")
    CUSTOMER = 1, _("Customer")
    PRODUCT = 2, _("Product")
    CATEGORY = 3, _("Category")  # with everything below it
    SALESPERSON = 4, _("Salesperson")
    ORDER_TYPE = 5, _("Order type")
    CHANNEL = 6, _("Channel")
    AGENT = 7, _("Agent")
    BAND = 8, _("Amount band")
    SUPPLIER = 9, _("Supplier")  # of the product, as of today: whose he becomes takes his sums along


class Grain(models.IntegerChoices):
    """The stretch of days of a kept sum, named by its first day."""

    DAY = 1, pgettext_lazy("period", "Day")
    MONTH = 2, pgettext_lazy("period", "Month")


# of many-membered dimensions a day is asked of the facts themselves: there would be nearly as many sums as facts
BY_MONTH_ONLY = (Dimension.CUSTOMER, Dimension.PRODUCT, Dimension.SUPPLIER)

# by what sums of a salesperson are kept, by month: by any but himself and his total, which have sums by day
OF_OWN = tuple(one for one in Dimension if one not in (Dimension.TOTAL, Dimension.SALESPERSON))

NOBODY = 0  # the key of a dimension that an order leaves open

# upper bounds of amount bands in the company's currency, including tax; the last band has none
BANDS = (1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)

# the number of each channel: never changed
CHANNELS = {
    "PHONE": 1,
    "LETTER": 2,
    "VISIT": 3,
    "FAX": 4,
    "MAIL": 5,
    "WEB": 6,
    "SALESPERSON": 7,
    "API": 8,
    "ECOMMERCE": 9,
    "IMPORT": 10,
}
