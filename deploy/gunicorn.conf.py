"""gunicorn as this site runs it: under the supervisor of run.py and in production alike.

`gunicorn -c deploy/gunicorn.conf.py orders_site.wsgi:application`
"""

import gc
import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "orders_site.web_worker.Worker"  # gthread that refuses in our words what it cannot read
limit_request_line = 8190  # as long as nginx lets an address be
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
preload_app = True  # one import for all workers; nothing opens a connection before the fork
timeout = 60
graceful_timeout = 20
control_socket_disable = True
keepalive = 75  # longer than a proxy keeps its side open
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = "127.0.0.1,::1"
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def when_ready(server):
    """What was imported lives as long as the workers: the collector need not walk over it in every one of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
