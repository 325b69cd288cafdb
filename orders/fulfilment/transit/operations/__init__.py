"""What happens to goods on their way: carriers' news in ``news``, telling the customer in ``telling``."""

from orders.fulfilment.transit.operations.news import Answer, News, record_news
from orders.fulfilment.transit.operations.telling import tell_customer

__all__ = ["Answer", "News", "record_news", "tell_customer"]
