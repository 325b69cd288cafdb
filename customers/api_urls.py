"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from customers.api import CurrencyViewSet, CustomerDuplicateViewSet, CustomerViewSet
from customers.credit.api import CreditGradingViewSet, CreditLimitViewSet, CreditReportViewSet, GuaranteeViewSet
from customers.credit.terms_api import CreditTermsViewSet
from customers.disclosures.api import ContactLookViewSet, DisclosureViewSet
from customers.privacy.api import AnonymisationViewSet, DataHoldViewSet

router = SimpleRouter()
router.register("customers", CustomerViewSet, basename="api-customer")
router.register("customer-duplicates", CustomerDuplicateViewSet, basename="api-customer-duplicate")
router.register("currencies", CurrencyViewSet, basename="api-currency")
router.register("credit-limits", CreditLimitViewSet, basename="api-credit-limit")
router.register("credit-grades", CreditGradingViewSet, basename="api-credit-grade")
router.register("credit-reports", CreditReportViewSet, basename="api-credit-report")
router.register("credit-terms", CreditTermsViewSet, basename="api-credit-terms")
router.register("guarantees", GuaranteeViewSet, basename="api-guarantee")
router.register("contact-looks", ContactLookViewSet, basename="api-contact-look")
router.register("disclosures", DisclosureViewSet, basename="api-disclosure")
router.register("anonymisations", AnonymisationViewSet, basename="api-anonymisation")
router.register("data-holds", DataHoldViewSet, basename="api-data-hold")
urlpatterns = router.urls
