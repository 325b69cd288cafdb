"""Credit as people look at it: what stands behind each term of the exposure, payment history and its score, the weeks
to come. It reads settlement, promises and shipments; the check itself stands below, in ``orders.credit``."""
