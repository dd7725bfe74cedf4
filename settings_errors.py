"""What is wrong with a stack's config, in sentences with the line that mends it.

The lines are Pulumi's own: `pulumi config set --path` takes what looks like a number for one
without `--type string`, and can't set into what is no list or structure until that is taken away.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

Loc = tuple[int | str, ...]
"""Where a value stands: keys and places."""

_SENTENCES: Final = {
    "dict_type": "must have fields, each set by itself",
    "extra_forbidden": "is not known",
    "missing": "is not set",
    "model_type": "must have fields, each set by itself",
    "tuple_type": "must be a list, each item set by itself",
}
"""Words for what the library says in its own terms."""


def wrong(sentence: str, *at: int | str) -> PydanticCustomError:
    """What a check of several settings raises: `at` is the one to set anew."""
    return PydanticCustomError("wrong", "{sentence}", {"sentence": sentence, "at": at})


def unknown(*at: int | str) -> PydanticCustomError:
    """What a check of several settings raises: `at` is the one to take away."""
    return PydanticCustomError("extra_forbidden", "is not known", {"at": at})


class Problem(NamedTuple):
    """One thing that is wrong, for whoever mends it in another way than by a command."""

    at: Loc
    sentence: str
    mend: str
    """How Pulumi's command line mends it; empty where no setting is to blame."""


def explain(error: ValidationError, model: type[BaseModel], stack: str) -> str:
    """One line for each problem, without any value: it may be a secret."""
    whose = f"{stack} (Pulumi.{stack}.yaml)" if stack else "that is selected"
    lines = [f"The config of the stack {whose} can't be used:"]
    lines += [
        f"- {f'{path(at)}: ' if at else ''}{sentence}.{f' {mend}' if mend else ''}"
        for at, sentence, mend in problems(error, model, stack)
    ]
    return "\n".join(lines)


def problems(error: ValidationError, model: type[BaseModel], stack: str) -> Iterator[Problem]:
    """Each problem once, in the library's order."""
    schema = _Schema(model)
    told = error.errors(include_url=False, include_input=False)
    found = [problem["loc"] for problem in told]
    for problem in told:
        at, kind = problem["loc"], problem["type"]
        # A list whose items are all wrong is called too short as well.
        if kind == "too_short" and any(each[:-1] == at for each in found if each):
            continue
        at = at or problem.get("ctx", {}).get("at", ())
        sentence = _SENTENCES.get(kind) or problem["msg"].removeprefix("Value error, ")
        mend = " && ".join(
            f"pulumi config {each}{f' --stack {shlex.quote(stack)}' if stack else ''}"
            for each in _mends(kind, at, problem.get("ctx", {}), schema)
        )
        asks = " (it asks for the value)" if "--secret" in mend else ""
        yield Problem(at, sentence, f"Mend it with{asks}: {mend}" if mend else "")


def path(loc: Loc) -> str:
    """As `pulumi config set --path` wants it."""
    steps = (
        f"[{step}]"
        if isinstance(step, int)
        else f".{step}"
        if re.fullmatch(r"[^.\[\]\"]+", step)
        else '["{}"]'.format(step.replace('"', '\\"'))
        for step in loc
    )
    return "".join(steps).removeprefix(".")


class _Schema:
    """The model's fields as its JSON schema tells them."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._root = model.model_json_schema()

    def at(self, loc: Loc) -> Mapping[str, Any]:
        """What may stand there; of what may be left out, what it is."""
        node = self._root
        for step in loc:
            if isinstance(step, str):
                fields = node.get("properties", {})
                node = self._resolved(fields[step] if fields else node["additionalProperties"])
            else:
                each = node.get("prefixItems", [])
                node = self._resolved(each[step] if step < len(each) else node["items"])
        return node

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        for each in node.get("anyOf", ()):
            if each != {"type": "null"}:
                return self._resolved(each)
        if "$ref" in node:
            return dict(self._root["$defs"][node["$ref"].rpartition("/")[2]])
        return node


def _mends(kind: str, at: Loc, context: Mapping[str, Any], schema: _Schema) -> Iterator[str]:
    """What to say after `pulumi config`, in this order; nothing where no setting is to blame."""
    if kind == "extra_forbidden":
        yield _rm(at)
    elif kind == "too_long":
        # From the end, since what comes behind moves up.
        for place in reversed(range(context["max_length"], context["actual_length"])):
            yield _rm((*at, place))
    elif at:
        if kind in {"dict_type", "model_type", "tuple_type"}:
            yield _rm(at)
        yield from _sets(at, schema)


def _rm(at: Loc) -> str:
    return f"rm --path {_quoted(path(at))}"


def _sets(at: Loc, schema: _Schema) -> Iterator[str]:
    """One `set` for a plain value; of a list or structure, one for each that it needs."""
    node = schema.at(at)
    if node["type"] == "object":
        for name in node.get("required", ()):
            yield from _sets((*at, name), schema)
    elif node["type"] == "array":
        for place in range(max(node.get("minItems", 0), 1)):
            yield from _sets((*at, place), schema)
    elif node.get("writeOnly"):
        yield f"set --secret --path {_quoted(path(at))}"
    else:
        # A key by itself is always text; an item or a field is what it looks like.
        text = " --type string" if node["type"] == "string" and len(at) > 1 else ""
        yield f"set --path {_quoted(path(at))}{text} …"


def _quoted(word: str) -> str:
    return "'{}'".format(word.replace("'", "'\\''"))
