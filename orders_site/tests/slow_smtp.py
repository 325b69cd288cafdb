"""A mail server of its own process, for drills: ``python -m orders_site.tests.slow_smtp PORT FOLDER SECONDS``.

It takes every mail, keeps it as a file before it answers, and takes its time."""

import asyncio
import itertools
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Keeper:
    """Writes each mail down, then answers."""

    def __init__(self, folder: Path, seconds: float):
        self.folder, self.seconds, self.serial = folder, seconds, itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        name = f"{next(self.serial):05}"
        (self.folder / f".{name}").write_bytes(envelope.content)
        (self.folder / f".{name}").rename(self.folder / f"{name}.eml")
        await asyncio.sleep(self.seconds)
        return "250 taken"


async def serve(port: int, folder: Path, seconds: float) -> None:
    """Until somebody ends the process."""
    keeper = Keeper(folder, seconds)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(keeper, hostname="drill"), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
