"""Ports for a child that is to bind them later."""

import random
from collections.abc import Iterator

from local.lib.ports import PortInUseError, listen

# Below every system's range for outgoing connections: between our look and the child's bind,
# no neighbour's connection can be given one of these.
_BELOW_EPHEMERAL = range(20_000, 30_000)


def free_ports() -> Iterator[int]:
    """Ports on loopback that nobody listens on, each one once, in no order."""
    for port in random.sample(_BELOW_EPHEMERAL, len(_BELOW_EPHEMERAL)):
        try:
            listen(port).close()
        except PortInUseError:
            continue
        yield port
