"""A resource's properties as plain values with three verdicts: absent, known, unknown.

The SDK hands a rule proxies that raise at an unknown value, are neither `dict` nor `list`, and
show a sentinel where a slice or a longer text holds one (`pulumi_policy` 1.21). Here all of that
becomes ordinary dictionaries and lists, whose unknown leaves are `UNKNOWN`.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

from pulumi_policy import proxy


class Verdict(Enum):
    """What can stand in place of a value."""

    ABSENT = "absent"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Neither true nor false: a rule must ask which one it is.

        Raises:
            TypeError: always.
        """
        message = f"A rule took an {self.value} value for a truth."
        raise TypeError(message)


ABSENT: Final = Verdict.ABSENT
UNKNOWN: Final = Verdict.UNKNOWN

_SENTINELS: Final = (
    proxy.UNKNOWN_ARCHIVE_VALUE,
    proxy.UNKNOWN_ARRAY_VALUE,
    proxy.UNKNOWN_ASSET_VALUE,
    proxy.UNKNOWN_BOOLEAN_VALUE,
    proxy.UNKNOWN_NUMBER_VALUE,
    proxy.UNKNOWN_OBJECT_VALUE,
    proxy.UNKNOWN_STRING_VALUE,
)


class UndecidedError(Exception):
    """A rule needs a value that is not known before the deployment."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not known before the deployment.")
        self.path = path


def plain(value: Any) -> Any:
    """The value without proxies: dictionaries, lists, scalars and `UNKNOWN`.

    Whole numbers are integers again (gRPC carries floats only). A text that holds a sentinel
    anywhere is unknown as a whole.
    """
    if isinstance(value, str):
        return UNKNOWN if any(each in value for each in _SENTINELS) else value
    if isinstance(value, Mapping):
        target = _target(value)
        return {key: plain(target[key]) for key in target}
    if isinstance(value, Sequence):
        return [plain(each) for each in _target(value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _target(value: Any) -> Any:
    # The proxies' own way to what they wrap; reading an item would raise at an unknown one.
    wrapped = isinstance(value, (proxy._DictProxy, proxy._ListProxy))  # noqa: SLF001 - see above
    return value["__target"] if wrapped else value


def read(props: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The values at `path`, each with its own path: one, or one for each item of a list.

    `a.b` goes into objects, `a[].b` into every item of the list `a`. What is not there, and
    what is `None`, is `ABSENT`. An unknown on the way makes what is below it `UNKNOWN`. Of an
    absent or empty list there are no items.
    """
    if path.isidentifier() and isinstance(props, Mapping):
        # Most paths are one word, and rules ask for very many.
        value = props.get(path)
        yield path, ABSENT if value is None else value
    else:
        yield from _read(props, path.split("."), "")


def first(props: Mapping[str, Any], path: str) -> Any:
    """The first of them, without its path: rules ask for one value very often.

    Raises:
        StopIteration: `path` goes into an empty list.
    """
    value: Any = props
    for step in path.split("."):
        if step.endswith("[]"):
            return next(read(props, path))[1]
        if value is UNKNOWN:
            return UNKNOWN
        value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return ABSENT
    return value


def _read(value: Any, path: Sequence[str], at: str) -> Iterator[tuple[str, Any]]:
    if value is UNKNOWN or not path:
        yield at, ABSENT if value is None else value
        return
    step, rest = path[0], path[1:]
    key = step.removesuffix("[]")
    here = f"{at}.{key}" if at else key
    inner = value.get(key, ABSENT) if isinstance(value, Mapping) else ABSENT
    inner = ABSENT if inner is None else inner
    if not step.endswith("[]"):
        if inner is ABSENT:
            yield ".".join([here, *rest]), ABSENT
        else:
            yield from _read(inner, rest, here)
    elif inner is UNKNOWN:
        yield here, UNKNOWN
    elif isinstance(inner, list):
        for index, each in enumerate(inner):
            yield from _read(each, rest, f"{here}[{index}]")
