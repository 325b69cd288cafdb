"""Addresses of the pages about goods on their way; those of the documents themselves stand in ``orders.urls``."""

from django.urls import path

from orders.fulfilment.dispatch import views as dispatch
from orders.fulfilment.handover import views as handover
from orders.fulfilment.numbers import views as numbers
from orders.fulfilment.packing import views as packing
from orders.fulfilment.transit import views as transit

patterns = [
    path("dispatch/", dispatch.show_board, name="dispatch-board"),
    path("dispatch/arrange/", dispatch.arrange_documents, name="dispatch-arrange"),
    path("outbound/<str:number>/move/", dispatch.move_document, name="outbound-move"),
    path("outbound/<str:number>/leave-picking/", dispatch.leave_wave, name="outbound-leave-picking"),
    path("outbound/<str:number>/pack/", packing.pack_document, name="outbound-pack"),
    path("outbound/<str:number>/packing-list/", packing.show_paper, name="outbound-packing-list"),
    path("outbound/<str:number>/numbers/", numbers.record_numbers, name="outbound-numbers"),
    path("goods-numbers/", numbers.list_numbers, name="goods-number-list"),
    path("outbound/<str:number>/link/", handover.issue_link, name="outbound-link"),
    path("outbound/<str:number>/link/revoke/", handover.revoke_link, name="outbound-link-revoke"),
    path("picking/", dispatch.list_waves, name="picking-list"),
    path("picking/new/", dispatch.start_wave, name="picking-new"),
    path("picking/<str:number>/", dispatch.show_wave, name="picking-detail"),
    path("picking/<str:number>/paper/", dispatch.show_paper, name="picking-paper"),
    path("outbound/<str:number>/tell/", transit.tell_customer, name="outbound-tell"),
    path("outbound/<str:number>/news/", transit.record_news, name="outbound-news"),
]
