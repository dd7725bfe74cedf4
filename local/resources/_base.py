"""What every resource type shares: the cloud it calls, and inputs that must all be understood."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from local.lib.partitions import partition

Made = tuple[str, dict[str, Any]]
"""The physical id, and the outputs that AWS adds to the inputs."""

State = Mapping[str, Any]
"""A resource's last known inputs and outputs, in camelCase."""

Found = dict[str, Any]
"""Properties in camelCase."""


class Cloud(Protocol):
    """An account to create resources in; `local.emulator.emulator.Emulator` is one."""

    @property
    def account_id(self) -> str:
        """12 digits."""
        ...

    @property
    def region(self) -> str:
        """For example `eu-central-1`."""
        ...

    @property
    def endpoint(self) -> str:
        """Where every service answers."""
        ...

    def client(self, service: str) -> Any:
        """The client of a service by its boto3 name."""
        ...


class ResourceError(Exception):
    """A resource that can't be created as written; the message names the type and the input."""


class Inputs:
    """A resource's inputs in camelCase; whatever nobody takes is an error."""

    def __init__(self, token: str, values: Mapping[str, Any]) -> None:
        self._token = token
        self._left = {key: value for key, value in values.items() if value is not None}

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, default: Any = None) -> Any:
        """The value of an input, which is thereby understood."""
        return self._left.pop(key, default)

    def need(self, key: str) -> Any:
        """The value of an input without which the type can't be created here.

        Raises:
            ResourceError: it is missing.
        """
        if key not in self._left:
            message = f"{self._token} needs the input {key!r}."
            raise ResourceError(message)
        return self._left.pop(key)

    def rename(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The inputs that are set among `names`, under their API names, values unchanged."""
        return {api: self._left.pop(key) for key, api in names.items() if key in self._left}

    def params(self, *keys: str) -> dict[str, Any]:
        """The inputs that are set among `keys`, in the API's PascalCase all the way down."""
        return {pascal(key): pascal_keys(self._left.pop(key)) for key in keys if key in self._left}

    def same(self, *keys: str) -> dict[str, Any]:
        """The inputs that are set among `keys`, unchanged; API Gateway writes camelCase itself."""
        return self.rename({key: key for key in keys})

    def nested(self, values: Mapping[str, Any]) -> "Inputs":
        """An object among the inputs, to be taken apart and closed like them."""
        return Inputs(self._token, values)

    def skip(self, *keys: str) -> None:
        """Inputs that matter later in a resource's life, or to the engine alone."""
        for key in keys:
            self._left.pop(key, None)

    def tags(self, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
        """The tags as the API's list of pairs."""
        self.skip("tagsAll")
        return [{key: name, value: text} for name, text in (self.take("tags") or {}).items()]

    def close(self) -> None:
        """Every input has been understood.

        Raises:
            ResourceError: one has not; it is named, its value is not.
        """
        if self._left:
            message = f"{self._token} does not understand the input {min(self._left)!r}."
            raise ResourceError(message)


class ResourceKind:
    """One resource type; its subclasses say what becomes of it in the emulator.

    Missing is not an error after creation: `read` answers None, `delete` does nothing.
    """

    write_only: ClassVar[frozenset[str]] = frozenset()
    """Inputs that AWS takes and never gives back."""
    secret_outputs: ClassVar[frozenset[str]] = frozenset()
    """Outputs that the program must see as secrets."""
    replaced_by: ClassVar[frozenset[str]] = frozenset()
    """Inputs whose change makes a new resource; every other change is an update in place."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """Create the resource and return its id and what AWS adds to the inputs."""
        raise NotImplementedError

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """What the resource is like now: the properties of `state` that AWS can tell, as they are.

        Keys and shapes are those of inputs and outputs. What AWS can't tell is left out,
        and so is what it adds by itself and the program never named.
        """
        raise NotImplementedError

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """Bring the resource to its new inputs and return what AWS adds to them."""
        raise NotImplementedError

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """Remove the resource, if it is there."""
        raise NotImplementedError


def made_up_id() -> str:
    """An id that the provider makes up where the program names none."""
    return f"pulumi-{uuid.uuid4().hex}"


def pascal(key: str) -> str:
    """`maxItems` → `MaxItems`."""
    return key[:1].upper() + key[1:]


def pascal_keys(value: Any) -> Any:
    """The value with every object's keys in PascalCase; not for maps that a user keys."""
    if isinstance(value, Mapping):
        return {pascal(key): pascal_keys(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [pascal_keys(inner) for inner in value]
    return value


def arn(cloud: Cloud, service: str, resource: str) -> str:
    """The ARN of a resource in this account and region."""
    return f"arn:{partition(cloud.region)}:{service}:{cloud.region}:{cloud.account_id}:{resource}"
