"""gunicorn as this site runs it: under the supervisor of run.py and in production alike.

`gunicorn -c deploy/gunicorn.conf.py orders_site.wsgi:application`
"""

import atexit
import gc
import os
import shutil
import tempfile

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

# where the workers count for /metrics; named before the application is imported, gone with the server. HUP reads this
# file again in the same server, whose workers go on in the same folder; USR2 begins another server, with its own
_master = os.getpid()
if os.environ.get("PROMETHEUS_MULTIPROC_OF") != str(_master):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="orders-metrics-", dir=worker_tmp_dir)
    os.environ["PROMETHEUS_MULTIPROC_OF"] = str(_master)

    @atexit.register
    def _forget_counts(folder=os.environ["PROMETHEUS_MULTIPROC_DIR"]):
        if os.getpid() == _master:
            shutil.rmtree(folder, ignore_errors=True)


def when_ready(server):
    """What was imported lives as long as the workers: the collector need not walk over it in every one of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def child_exit(server, worker):
    """What a worker counted stays in the sum; what it had open is forgotten."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
