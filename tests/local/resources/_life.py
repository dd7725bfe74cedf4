"""A resource from its creation to its end, in the emulator.

At every step `read` must tell exactly what was declared, or what somebody changed by hand.
"""

from collections.abc import Callable
from typing import Any

import pulumi

from local.resources import KINDS, Cloud, Found, create, delete, update


class Life:
    """Creates a resource from camelCase inputs and reads it back.

    `untold` names the inputs and outputs that AWS, or this emulator, can't tell.
    """

    def __init__(
        self,
        cloud: Cloud,
        cls: type[pulumi.Resource],
        inputs: dict[str, Any],
        untold: frozenset[str] = frozenset(),
    ) -> None:
        self._cloud = cloud
        self._token = str(pulumi.get_type_token(cls))
        self._kind = KINDS[self._token]
        self._untold = untold
        self._inputs = inputs
        self.physical, self.state = create(self._token, inputs, cloud)
        self._is_as_declared()

    def found(self) -> Found | None:
        """What `read` tells now."""
        return self._kind.read(self.physical, self.state, self._cloud)

    def becomes(self, **changes: Any) -> None:
        """Update in place; None takes an input away. `read` then tells the new inputs."""
        assert not self._kind.replaced_by & set(changes)
        changed = {**self._inputs, **changes}
        self._inputs = {key: value for key, value in changed.items() if value is not None}
        self._update(self.state)

    def drifts(self, by_hand: Callable[[], Any], *keys: str) -> None:
        """Somebody changes the resource: `read` tells other values under `keys`, and only there.

        An update from there mends it.
        """
        by_hand()
        found = self.found()
        assert found is not None
        assert {key for key, value in found.items() if self.state[key] != value} == set(keys)
        self._update({**self.state, **found})

    def vanishes(self, by_hand: Callable[[], Any]) -> None:
        """Somebody removes the resource: `read` tells that it is gone."""
        by_hand()
        assert self.found() is None

    def ends(self) -> None:
        """After `delete` it is gone, and a second `delete` changes nothing."""
        for _ in range(2):
            delete(self._token, self.physical, self.state, self._cloud)
            assert self.found() is None

    def _update(self, old: dict[str, Any]) -> None:
        self.state = update(self._token, self.physical, old, self._inputs, self._cloud)
        self._is_as_declared()

    def _is_as_declared(self) -> None:
        assert self.found() == {
            key: value for key, value in self.state.items() if key not in self._untold
        }
