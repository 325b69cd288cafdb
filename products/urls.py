"""Addresses of the product and stock pages."""

from django.urls import path

from products.buying import views as buying
from products.cleaning import views as cleaning
from products.kits import views as kits
from products.stock.levels import views as levels
from products.stock.papers import views as papers
from products.stock.past import views as past
from products.stock.supply import views as supply
from products.views import catalogue, masters, prices, promotions, stock

app_name = "products"

urlpatterns = [
    path("products/", catalogue.list_products, name="product-list"),
    path("products/columns/", catalogue.choose_columns, name="product-columns"),
    path("products/new/", catalogue.create_product, name="product-new"),
    path("products/suggest/", catalogue.suggest_products, name="suggest"),
    path("products/suggest/goods/", catalogue.suggest_products, {"goods_only": True}, name="suggest-goods"),
    path("products/<int:product_id>/", catalogue.show_product, name="product-detail"),
    path("products/<int:product_id>/edit/", catalogue.edit_product, name="product-edit"),
    path("products/<int:product_id>/level/", levels.edit_level, name="level-edit"),
    path("products/<int:product_id>/kit/", kits.edit_kit, name="kit-edit"),
    path("products/<int:product_id>/merge/", cleaning.choose_target, name="product-merge"),
    path("products/<int:product_id>/merge/<int:target_id>/", cleaning.preview_merge, name="product-merge-preview"),
    path("products/duplicates/", cleaning.list_duplicates, name="duplicate-list"),
    path("products/duplicates/search/", cleaning.search_duplicates, name="duplicate-search"),
    path("products/duplicates/<int:pair_id>/", cleaning.decide_pair, name="duplicate-decide"),
    path("products/<int:product_id>/substitutes/", catalogue.add_substitute, name="substitute-new"),
    path(
        "products/<int:product_id>/substitutes/<int:substitute_id>/remove/",
        catalogue.remove_substitute,
        name="substitute-remove",
    ),
    path("stock/past/", past.list_past_stock, name="past-stock"),
    path("stock/movements/", stock.list_movements, name="movement-list"),
    *(path(f"stock/{key}/", papers.enter_paper, {"key": key}, name=f"{key}-new") for key in papers.ENTRIES),
    path("stock/replenishment/", levels.list_replenishment, name="replenishment-list"),
    path("stock/slow-movers/", levels.list_slow_movers, name="slow-mover-list"),
    path("stock/papers/", papers.list_papers, name="paper-list"),
    path("stock/papers/sheet/", papers.start_sheet, name="sheet-new"),
    path("stock/papers/<str:number>/", papers.show_paper, name="paper-detail"),
    path("stock/papers/<str:number>/undo/", papers.undo_paper, name="paper-undo"),
    path("stock/papers/<str:number>/count/", papers.save_counts, name="paper-count"),
    path("stock/papers/<str:number>/add/", papers.add_to_sheet, name="sheet-add"),
    path("stock/papers/<str:number>/drop/", papers.drop_sheet, name="sheet-drop"),
    path("stock/", stock.list_stock, name="stock-list"),
    path("stock/<int:row_id>/place/", stock.place_goods, name="stock-place"),
    path("stock/planned/", supply.list_receipts, name="planned-list"),
    path("stock/planned/new/", supply.plan_receipt, name="planned-new"),
    path("stock/planned/<int:receipt_id>/", supply.show_receipt, name="planned-detail"),
    path("stock/planned/<int:receipt_id>/edit/", supply.change_receipt, name="planned-edit"),
    path("stock/planned/<int:receipt_id>/receive/", supply.receive_receipt, name="planned-receive"),
    path("stock/planned/<int:receipt_id>/cancel/", supply.cancel_receipt, name="planned-cancel"),
    path("suppliers/", masters.list_suppliers, name="supplier-list"),
    path("suppliers/new/", masters.edit_supplier, name="supplier-new"),
    path("suppliers/<int:supplier_id>/", masters.edit_supplier, name="supplier-edit"),
    path("purchase-prices/", buying.list_prices, name="purchase-price-list"),
    path("purchase-prices/new/", buying.edit_price, name="purchase-price-new"),
    path("purchase-prices/<int:price_id>/", buying.edit_price, name="purchase-price-edit"),
    path("purchase-prices/<int:price_id>/remove/", buying.remove_price, name="purchase-price-remove"),
    path("categories/", masters.list_categories, name="category-list"),
    path("categories/new/", masters.edit_category, name="category-new"),
    path("categories/<int:category_id>/", masters.edit_category, name="category-edit"),
    path("prices/", prices.list_price_lists, name="price-list-list"),
    path("prices/new/", prices.edit_price_list, name="price-list-new"),
    path("prices/<int:list_id>/", prices.show_price_list, name="price-list"),
    path("prices/<int:list_id>/edit/", prices.edit_price_list, name="price-list-edit"),
    path("prices/<int:list_id>/set/", prices.set_price, name="price-set"),
    path("prices/rows/<int:price_id>/end/", prices.end_price, name="price-end"),
    path("promotions/", promotions.list_promotions, name="promotion-list"),
    path("promotions/new/", promotions.edit_promotion, name="promotion-new"),
    path("promotions/<int:promotion_id>/", promotions.edit_promotion, name="promotion-edit"),
    path("warehouses/", masters.list_warehouses, name="warehouse-list"),
    path("warehouses/new/", masters.edit_warehouse, name="warehouse-new"),
    path("warehouses/<int:warehouse_id>/", masters.edit_warehouse, name="warehouse-edit"),
]
