"""What a customer can be told of by itself (R182)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class News(models.TextChoices):
    """What a service policy tells a customer of."""

    EFFECTIVE = "EFFECTIVE", pgettext_lazy("news", "Order confirmed")
    PRODUCED = "PRODUCED", pgettext_lazy("news", "Goods are ready")
    SHIPPED = "SHIPPED", pgettext_lazy("news", "Goods were sent")
    DELIVERED = "DELIVERED", pgettext_lazy("news", "Goods were signed for")
    COMPLETED = "COMPLETED", pgettext_lazy("news", "Order is complete")
    DELIVERY = "DELIVERY", pgettext_lazy("news", "Delivery is near")
    PAYMENT = "PAYMENT", pgettext_lazy("news", "Payment is near")
    ANSWER = "ANSWER", pgettext_lazy("news", "Answers to questions that our people wrote down")
