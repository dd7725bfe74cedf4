"""The check of what the deploying role may do, by AWS's own simulation of docs/deploy/."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

import botocore.session
from botocore.exceptions import ClientError

from till.doctor._account import source
from till.doctor.aws import code_of
from till.doctor.case import Case, PlannedResource
from till.doctor.finding import Finding, Status, ready
from till.permissions.documents import PARTS, STATE, actions
from till.permissions.needs import NAMED, Condition, Need

PROBE: Final = "doctor"
"""What a simulated resource is called where the program gives it no name of its own."""
PARALLEL: Final = 8
SHOWN: Final = 8
"""Denied actions that the table names; `--json` has all."""
LAYER: Final = "aws:lambda/layerVersion:LayerVersion"


_SILENCE: Final[Mapping[str, Any]] = {"MissingContextValues": ["an answer that AWS left out"]}


class Question(NamedTuple):
    """Actions that AWS is asked about together."""

    resource: str
    condition: Condition
    actions: tuple[str, ...]


def permissions(case: Case) -> Finding:
    """Every action of docs/deploy/ that this stack's resources need is allowed."""
    role, declared, home = source(case), case.declared.needed(), case.home.needed()
    partition = botocore.session.get_session().get_partition_for_region(home.region)
    bucket = _bucket(case.backend.needed())
    kinds = {each.type for each in declared}
    if case.settings.needed().dependency_layer:
        kinds.add(LAYER)
    filled = {
        "<partition>": partition,
        "<region>": home.region,
        "<account>": home.account,
        "<stack>": case.stack,
        "<state-bucket>": bucket,
    }
    parts: dict[str, set[str]] = defaultdict(set)
    asked: dict[tuple[str, str], tuple[Condition, set[str]]] = {}
    for part, kind, need in _needs(kinds, with_state=bool(bucket)):
        for resource, condition in _concrete(need, filled, _names(declared, kind)):
            key = resource, repr(condition)
            asked.setdefault(key, (condition, set()))[1].update(actions(need))
        for action in actions(need):
            parts[action].add(part)
    questions = [
        Question(resource, condition, tuple(sorted(names)))
        for (resource, _), (condition, names) in asked.items()
    ]
    iam = case.clients.needed()("iam")
    with ThreadPoolExecutor(PARALLEL) as pool:
        answers = pool.map(lambda one: list(_ask(iam, role, home.region, one)), questions)
        results = [result for each in answers for result in each]
    return _verdict(role, results, parts)


def _needs(kinds: set[str], *, with_state: bool) -> Iterator[tuple[str, str, Need]]:
    """Document, resource type and need.

    The key of the state's secrets needs no question: the stack's config could be opened.
    """
    for part, table in PARTS.items():
        for kind, needs in table.items():
            if kind in kinds:
                for need in needs:
                    yield part, kind, need
    if with_state:
        for need in STATE:
            if not need.actions.startswith("kms:"):
                yield "state", "", need


def _bucket(backend: str) -> str:
    """Of a state in S3; empty for one elsewhere."""
    kind, _, rest = backend.partition("://")
    return rest.partition("?")[0].partition("/")[0] if kind == "s3" else ""


def _names(declared: Sequence[PlannedResource], kind: str) -> list[str]:
    return [
        str(each.inputs["name"]) for each in declared if each.type == kind and "name" in each.inputs
    ]


def _concrete(
    need: Need, filled: Mapping[str, str], names: Sequence[str]
) -> Iterator[tuple[str, Condition]]:
    """The need's resources and condition as one real request has them: no `*` and no sign."""

    def fill(text: str) -> str:
        for sign, value in filled.items():
            text = text.replace(sign, value)
        return text

    named = fill(NAMED)
    own = next((name for name in names if name.startswith(named[:-1])), named[:-1] + PROBE)

    def real(text: str) -> str:
        return text if text == "*" else fill(text).replace(named, own).replace("*", PROBE)

    condition = {
        operator: {key: real(value) for key, value in keys.items()}
        for operator, keys in (need.condition or {}).items()
    }
    for resource in need.resources:
        yield real(resource), condition


def _ask(iam: Any, role: str, region: str, one: Question) -> Iterator[tuple[Any, str]]:
    """AWS's result for each action, with the resource.

    AWS refuses a batch whose actions "require different authorization information": halves of it
    are asked, down to one action.

    Raises:
        ClientError: AWS refuses to simulate one action by itself.
    """
    context = {"aws:RequestedRegion": region}
    for keys in one.condition.values():
        context |= keys
    try:
        pages = list(
            iam.get_paginator("simulate_principal_policy").paginate(
                PolicySourceArn=role,
                ActionNames=list(one.actions),
                ResourceArns=[one.resource],
                ContextEntries=[
                    {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": "string"}
                    for key, value in context.items()
                ],
            )
        )
    except ClientError as error:
        if code_of(error) not in {"InvalidInput", "InvalidInputException"} or len(one.actions) == 1:
            raise
        middle = len(one.actions) // 2
        for half in (one.actions[:middle], one.actions[middle:]):
            yield from _ask(iam, role, region, one._replace(actions=half))
        return
    results = [result for page in pages for result in page["EvaluationResults"]]
    told = {result["EvalActionName"] for result in results}
    results += [{**_SILENCE, "EvalActionName": name} for name in one.actions if name not in told]
    yield from ((result, one.resource) for result in results)


def _verdict(
    role: str, results: Sequence[tuple[Any, str]], parts: Mapping[str, set[str]]
) -> Finding:
    denied: list[str] = []
    open_: list[str] = []
    for result, resource in results:
        if _allowed(result):
            continue
        line = f"{result['EvalActionName']} on {resource}"
        missing = result.get("MissingContextValues")
        (open_ if missing else denied).append(
            f"{line} (depends on {', '.join(missing)})" if missing else line
        )
    wrong = sorted(denied or open_)
    who = role.partition(":role/")[2].rpartition("/")[2] or role
    if not wrong:
        return ready(f"{who} may do all {len(results)} things that `up` asks for")
    names = sorted({line.partition(" ")[0] for line in wrong})
    told = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if names[SHOWN:] else "")
    papers = sorted({f"docs/deploy/{part}.json" for name in names for part in parts[name]})
    if denied:
        what, status = f"{who} may not: {told}", Status.NOT_READY
    else:
        what, status = f"whether {who} may depends on the request: {told}", Status.NOT_KNOWN
    next_step = f"attach {' and '.join(papers)} to it (docs/deploy.md §3)"
    return Finding(status, what, next_step, tuple(wrong))


def _allowed(result: Mapping[str, Any]) -> bool:
    organization = result.get("OrganizationsDecisionDetail", {})
    return (
        result.get("EvalDecision") == "allowed"
        and organization.get("AllowedByOrganizations", True) is not False
    )
