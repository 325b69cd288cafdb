"""Products for the entry grid's product cell."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts import policies as rights
from accounts.people.models import User
from common.templatetags import fmt
from orders.pricing import queries as pricing
from products.catalogue import queries as catalogue
from products.kits import queries as kits

ZERO = Decimal(0)


def suggestions(actor: User, text: str, customer_id: int | None = None) -> list[dict[str, Any]]:
    """Products that the text finds, as options of the grid's product cell, those first that the customer calls so;
    hidden prices stay hidden."""
    theirs = pricing.called_like(actor, customer_id, text) if customer_id else {}
    found = [*theirs, *(one for one in catalogue.suggest(actor=actor, typed=text) if one not in theirs)]
    free = kits.available([product.pk for product in found])
    sees = not rights.effect(actor, "order.amount")
    return [
        {
            "value": product.code,
            "text": product.code,
            "cells": [
                (product.code, "so-num"),
                f"{product.name} ({theirs[product]})" if product in theirs else product.name,
                (product.specification, "t3"),
                (_free(product, free), "n so-num"),
                (fmt.money(product.list_price) if sees else "", "n so-num"),
            ],
            "fill": {"name": product.name, "unit": product.unit},
        }
        for product in found
    ]


def _free(product: Any, free: Mapping[int, Decimal]) -> str:
    if product.is_service:
        return fmt.DASH
    return f"{fmt.qty(max(ZERO, free[product.pk]))} {product.unit}"
