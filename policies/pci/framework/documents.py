"""Policy documents of IAM in one form, whatever form they were written in.

Text or object, one statement or a list, one action or a list, `"*"` or `{"AWS": "*"}`, any case
of the element names: all become `Statement` (IAM: "Grammar of the IAM JSON policy language").
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple


class DocumentError(Exception):
    """A document that IAM would not understand either; the message says where, never what."""


class Principal(NamedTuple):
    """Who: `kind` is `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everybody."""

    kind: str
    name: str


class Condition(NamedTuple):
    """One key of a condition block."""

    operator: str
    """Lower case, without its `ForAllValues:` and `IfExists`."""
    key: str
    """Lower case: keys ignore case."""
    values: tuple[str, ...]
    """Booleans and numbers as JSON writes them."""
    missing_passes: bool
    """Whether the condition holds too when the request has no such key."""


@dataclass(frozen=True)
class Statement:
    """One statement; an element that is not there is empty."""

    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    principals: tuple[Principal, ...]
    not_principals: tuple[Principal, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    conditions: tuple[Condition, ...]

    def __hash__(self) -> int:
        """Reckoned once: answers about a statement are kept by it."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    @property
    def allows(self) -> bool:
        """Whether it gives anything."""
        return self.effect == "allow"

    def touches(self, action: str) -> bool:
        """Whether it speaks about this action, wildcards and `NotAction` included."""
        found = self._touched.get(action)
        if found is None:
            patterns = self.not_actions or self.actions
            found = any(matches(each, action) for each in patterns) is not bool(self.not_actions)
            self._touched[action] = found
        return found

    @cached_property
    def _touched(self) -> dict[str, bool]:
        """Actions that were asked about: one statement is asked thousands of times."""
        return {}

    def covers(self, resource: str) -> bool:
        """Whether it speaks about this resource, wildcards and `NotResource` included."""
        if self.not_resources:
            return not any(fnmatchcase(resource, each) for each in self.not_resources)
        return any(fnmatchcase(resource, each) for each in self.resources)

    @property
    def everybody(self) -> bool:
        """Whether its principal is anybody at all; `NotPrincipal` leaves nearly everybody."""
        return bool(self.not_principals) or self.spares_nobody

    @property
    def spares_nobody(self) -> bool:
        """Whether it is about everybody without exception; `NotPrincipal` spares whom it names.

        A Deny to all but one lets that one do it, and to all but `*` denies nobody.
        """
        return not self.not_principals and any(
            each.name == "*" and each.kind in {"*", "AWS"} for each in self.principals
        )


_ELEMENTS: Final = {
    "sid", "effect", "action", "notaction", "principal", "notprincipal", "resource",
    "notresource", "condition",
}  # fmt: skip
_SET_OPERATORS: Final = ("forallvalues:", "foranyvalue:")


@lru_cache(maxsize=65_536)
def matches(pattern: str, action: str) -> bool:
    """Whether an action pattern with `*` and `?` names `action`; case does not count."""
    return fnmatchcase(action.lower(), pattern.lower())


def parse(document: Any) -> tuple[Statement, ...]:
    """The statements of a document, given as JSON text or as an object.

    Raises:
        DocumentError: it is no policy document; the message names the position.
    """
    return _of_text(document) if isinstance(document, str) else _of_object(document)


@lru_cache(maxsize=4096)
def _of_text(text: str) -> tuple[Statement, ...]:
    # Many rules ask about the same document.
    return _of_object(_load(text))


def _of_object(document: Any) -> tuple[Statement, ...]:
    if not isinstance(document, Mapping):
        message = "The document is not an object."
        raise DocumentError(message)
    body = {key.lower(): value for key, value in document.items()}
    statements = body.get("statement")
    if statements is None:
        message = "The document has no Statement."
        raise DocumentError(message)
    return tuple(
        _statement(each, f"Statement[{index}]") for index, each in enumerate(_list(statements))
    )


def _load(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        message = f"Line {error.lineno}, column {error.colno} is not JSON."
        raise DocumentError(message) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two equal keys IAM and a reader may each believe another one.
    if len({key.lower() for key, _ in pairs}) < len(pairs):
        message = "An element of the document stands twice."
        raise DocumentError(message)
    return dict(pairs)


def _statement(raw: Any, at: str) -> Statement:
    if not isinstance(raw, Mapping):
        message = f"{at} is not an object."
        raise DocumentError(message)
    body = {key.lower(): value for key, value in raw.items()}
    effect = str(body.get("effect", "")).lower()
    if effect not in {"allow", "deny"} or not body.keys() <= _ELEMENTS:
        message = f"{at} has no Effect of Allow or Deny, or an element that IAM does not know."
        raise DocumentError(message)
    return Statement(
        effect=effect,
        actions=_texts(body.get("action")),
        not_actions=_texts(body.get("notaction")),
        principals=tuple(_principals(body.get("principal"), at)),
        not_principals=tuple(_principals(body.get("notprincipal"), at)),
        resources=_texts(body.get("resource")),
        not_resources=_texts(body.get("notresource")),
        conditions=tuple(_conditions(body.get("condition"), at)),
    )


def _principals(raw: Any, at: str) -> Iterator[Principal]:
    if raw is None:
        return
    if isinstance(raw, str):
        yield Principal("*", raw)
    elif isinstance(raw, Mapping):
        for kind, names in raw.items():
            yield from (Principal(kind, name) for name in _texts(names))
    else:
        message = f"{at}.Principal is neither text nor object."
        raise DocumentError(message)


def _conditions(raw: Any, at: str) -> Iterator[Condition]:
    if raw is None:
        return
    if not isinstance(raw, Mapping) or not all(isinstance(each, Mapping) for each in raw.values()):
        message = f"{at}.Condition is not an object of objects."
        raise DocumentError(message)
    for written, keys in raw.items():
        operator, some = written.lower(), written.lower().startswith("foranyvalue:")
        all_values = operator.startswith("forallvalues:")
        for prefix in _SET_OPERATORS:
            operator = operator.removeprefix(prefix)
        missing = operator.endswith("ifexists") or all_values
        operator = operator.removesuffix("ifexists")
        # A negated operator holds for a request that has no such key, unless it asks for any value.
        missing = missing or ("not" in operator and not some)
        for key, values in keys.items():
            yield Condition(operator, key.lower(), _texts(values), missing)


def _texts(raw: Any) -> tuple[str, ...]:
    return tuple(each if isinstance(each, str) else json.dumps(each) for each in _list(raw))


def _list(raw: Any) -> Iterable[Any]:
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]
