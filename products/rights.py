"""Rights and sensitive fields of the catalogue and of stock, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import FieldRule, Scope
from accounts.roles.verbs import COMPANY, RoleCode, SensitiveField, Verb, scopes, sensitive_fields, verbs

CATALOGUE, STOCK = _("Products"), _("Stock")
ALL, HIDE = Scope.ALL, FieldRule.Effect.HIDE

_NO_COST = (
    RoleCode.SALES,
    RoleCode.ORDER_DESK,
    RoleCode.EXECUTING_OWNER,
    RoleCode.DECOMPOSITION_ADMIN,
    RoleCode.DEPARTMENT_HEAD,
    RoleCode.PRODUCTION,
    RoleCode.WAREHOUSE,
    RoleCode.LOGISTICS,
    RoleCode.SERVICE,
    RoleCode.API_CLIENT,
)
_NO_FLOOR = (
    RoleCode.SALES,
    RoleCode.DECOMPOSITION_ADMIN,
    RoleCode.PRODUCTION,
    RoleCode.WAREHOUSE,
    RoleCode.LOGISTICS,
    RoleCode.SERVICE,
    RoleCode.API_CLIENT,
)


def register() -> None:
    """Declare them; called once from ``ProductsConfig.ready``."""
    verbs.register("product.view", Verb(_("See products"), CATALOGUE, offered=COMPANY, defaults=scopes(ALL)))
    verbs.register(
        "product.edit",
        Verb(
            _("Add and change products"),
            CATALOGUE,
            offered=COMPANY,
            defaults=scopes(order_desk=ALL, purchasing=ALL, administrator=ALL),
        ),
    )
    verbs.register(
        "product.merge",
        Verb(_("Merge products"), CATALOGUE, offered=COMPANY, defaults=scopes(order_desk=ALL, administrator=ALL)),
    )
    verbs.register(
        "supplier.edit",
        Verb(
            _("Add and change suppliers"),
            CATALOGUE,
            offered=COMPANY,
            defaults=scopes(purchasing=ALL, administrator=ALL),
        ),
    )
    _register_prices()
    _register_stock()
    sensitive_fields.register(
        "product.cost", SensitiveField(_("Unit cost"), CATALOGUE, defaults=dict.fromkeys(_NO_COST, HIDE))
    )
    sensitive_fields.register(
        "product.floor_price", SensitiveField(_("Floor price"), CATALOGUE, defaults=dict.fromkeys(_NO_FLOOR, HIDE))
    )
    for model, verb in (
        ("products.product", "product.edit"),
        ("products.productcategory", "product.edit"),
        ("products.supplier", "supplier.edit"),
        ("products.warehouse", "warehouse.edit"),
    ):
        admin_rights.register(model, ModelRights(change=verb))


def _register_prices() -> None:
    verbs.register(
        "price.view",
        Verb(
            _("See price lists and customers' prices"),
            CATALOGUE,
            offered=COMPANY,
            defaults=scopes(
                sales=ALL, order_desk=ALL, sales_manager=ALL, finance=ALL, administrator=ALL, api_client=ALL
            ),
        ),
    )
    verbs.register(
        "price.edit",
        Verb(
            _("Set prices of lists and customers"),
            CATALOGUE,
            offered=COMPANY,
            defaults=scopes(order_desk=ALL, sales_manager=ALL, administrator=ALL),
        ),
    )
    verbs.register("promotion.view", Verb(_("See promotions"), CATALOGUE, offered=COMPANY, defaults=scopes(ALL)))
    verbs.register(
        "promotion.edit",
        Verb(
            _("Add and change promotions"),
            CATALOGUE,
            offered=COMPANY,
            defaults=scopes(order_desk=ALL, sales_manager=ALL, administrator=ALL),
        ),
    )


def _register_stock() -> None:
    verbs.register("stock.view", Verb(_("See stock"), STOCK, offered=COMPANY, defaults=scopes(ALL)))
    verbs.register(
        "stock.receive",
        Verb(
            _("Record goods arrival"),
            STOCK,
            offered=COMPANY,
            defaults=scopes(warehouse=ALL, administrator=ALL, api_client=ALL),
        ),
    )
    verbs.register(
        "stock.transfer",
        Verb(_("Transfer stock"), STOCK, offered=COMPANY, defaults=scopes(warehouse=ALL, administrator=ALL)),
    )
    verbs.register(
        "stock.count", Verb(_("Count stock"), STOCK, offered=COMPANY, defaults=scopes(warehouse=ALL, administrator=ALL))
    )
    verbs.register(
        "stock.adjust",
        Verb(_("Adjust stock"), STOCK, offered=COMPANY, defaults=scopes(warehouse=ALL, administrator=ALL)),
    )
    verbs.register(
        "supply.plan",
        Verb(
            _("Plan receipts of goods"),
            STOCK,
            offered=COMPANY,
            defaults=scopes(purchasing=ALL, production=ALL, warehouse=ALL, administrator=ALL, api_client=ALL),
        ),
    )
    verbs.register(
        "warehouse.edit",
        Verb(_("Add and change warehouses"), STOCK, offered=COMPANY, defaults=scopes(administrator=ALL)),
    )
