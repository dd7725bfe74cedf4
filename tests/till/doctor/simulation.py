"""IAM's simulation, answered by a table or by the statements of docs/deploy/."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from tests.fakes.doctor import ACCOUNT, REGION, ROLE, aws, described
from till.permissions.documents import pages


def simulated(judge: Any, role: str = ROLE) -> Any:
    """IAM where `judge(action, resource, context)` gives each result's fields."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        (resource,) = asked["ResourceArns"]
        assert asked["PolicySourceArn"] == role
        assert {each["ContextKeyType"] for each in asked["ContextEntries"]} == {"string"}
        context = {
            each["ContextKeyName"]: each["ContextKeyValues"][0] for each in asked["ContextEntries"]
        }
        results = [
            {"EvalActionName": action, "EvalResourceName": resource, **found}
            for action in asked["ActionNames"]
            if (found := judge(action, resource, context))
        ]
        return {"EvaluationResults": results, "IsTruncated": False}

    return aws({"iam": {"GetRole": described(role), "SimulatePrincipalPolicy": answer}})


def documents(stack: str = "dev", partition: str = "aws", region: str = REGION) -> list[Any]:
    """The statements of docs/deploy/ with a stack's values, as somebody attaches them."""
    filled = "".join(pages().values()).replace("<partition>", partition)
    signs = {"<account>": ACCOUNT, "<region>": region, "<stack>": stack}
    for sign, value in {**signs, "<state-bucket>": "example-tillstack-state"}.items():
        filled = filled.replace(sign, value)
    decoder, found = json.JSONDecoder(), []
    while filled.strip():
        policy, end = decoder.raw_decode(filled.lstrip())
        found += policy["Statement"]
        filled = filled.lstrip()[end:]
    return found


def allows(statement: Any, action: str, resource: str, context: Mapping[str, str]) -> bool:
    """Whether a statement allows a request."""
    conditions = statement.get("Condition", {}).values()
    return (
        action in statement["Action"]
        and any(fnmatchcase(resource, pattern) for pattern in statement["Resource"])
        and all(
            fnmatchcase(context.get(key, ""), wanted)
            for keys in conditions
            for key, wanted in keys.items()
        )
    )
