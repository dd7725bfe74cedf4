"""Lambda: a function's aliases and permissions, and the kinds of all of Lambda."""

import json
from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, made_up_id
from local.resources._lambda_events import EventInvokeConfig, EventSourceMapping
from local.resources._lambda_function import Function, invoke_arn
from local.resources._live import ask, changes, told

_GONE = "ResourceNotFoundException"


class Alias(ResourceKind):
    """A name for a published version."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"functionName", "name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateAlias."""
        function, name = inputs.need("functionName"), inputs.need("name")
        made = cloud.client("lambda").create_alias(
            FunctionName=function,
            Name=name,
            **inputs.params("functionVersion", "description"),
        )
        return f"{function}/{name}", _alias_outputs(cloud, made["AliasArn"])

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetAlias."""
        function, _, name = physical.rpartition("/")
        client = cloud.client("lambda")
        alias = ask(client.get_alias, _GONE, FunctionName=function, Name=name)
        return alias and told(
            state,
            {
                **_alias_outputs(cloud, alias["AliasArn"]),
                "functionName": function,
                "name": name,
                "functionVersion": alias["FunctionVersion"],
                "description": alias.get("Description", ""),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateAlias."""
        function, _, name = physical.rpartition("/")
        inputs.skip(*Alias.replaced_by)
        settings = ("functionVersion", "description")
        before = inputs.nested(old).params(*settings)
        changed = changes(before, inputs.params(*settings), {"Description": ""})
        client = cloud.client("lambda")
        alias = client.update_alias(FunctionName=function, Name=name, **changed)
        return _alias_outputs(cloud, alias["AliasArn"])

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteAlias."""
        function, _, name = physical.rpartition("/")
        ask(cloud.client("lambda").delete_alias, _GONE, FunctionName=function, Name=name)


def _alias_outputs(cloud: Cloud, arn: str) -> Found:
    return {"arn": arn, "invokeArn": invoke_arn(cloud, arn)}


class Permission(ResourceKind):
    """A statement of a function's resource policy."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(
        {
            "action",
            "eventSourceToken",
            "function",
            "principal",
            "qualifier",
            "sourceAccount",
            "sourceArn",
            "statementId",
        }
    )

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AddPermission."""
        sid = inputs.take("statementId") or made_up_id()
        cloud.client("lambda").add_permission(
            StatementId=sid,
            FunctionName=inputs.need("function"),
            **inputs.params(
                "action", "principal", "sourceAccount", "sourceArn", "qualifier", "eventSourceToken"
            ),
        )
        return sid, {"statementId": sid}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetPolicy, and the statement in it."""
        answer = ask(cloud.client("lambda").get_policy, _GONE, **_where(state))
        statements = json.loads(answer["Policy"])["Statement"] if answer else []
        for one in statements:
            if one["Sid"] == physical:
                where = {key: state.get(key) for key in ("function", "qualifier")}
                live = {"statementId": physical, **where, **_statement_as_inputs(one)}
                return told(state, live)
        return None

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """RemovePermission."""
        remove = cloud.client("lambda").remove_permission
        ask(remove, _GONE, StatementId=physical, **_where(state))


def _where(state: State) -> dict[str, str]:
    qualifier = state.get("qualifier")
    return {"FunctionName": state["function"]} | ({"Qualifier": qualifier} if qualifier else {})


def _statement_as_inputs(statement: dict[str, Any]) -> Found:
    principal = statement["Principal"]
    conditions = {
        key.lower(): value
        for operator in statement.get("Condition", {}).values()
        for key, value in operator.items()
    }
    return {
        "action": statement["Action"],
        "principal": next(iter(principal.values())) if isinstance(principal, dict) else principal,
        "sourceArn": conditions.get("aws:sourcearn"),
        "sourceAccount": conditions.get("aws:sourceaccount"),
        "eventSourceToken": conditions.get("lambda:eventsourcetoken"),
    }


KINDS = {
    "aws:lambda/alias:Alias": Alias,
    "aws:lambda/eventSourceMapping:EventSourceMapping": EventSourceMapping,
    "aws:lambda/function:Function": Function,
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": EventInvokeConfig,
    "aws:lambda/permission:Permission": Permission,
}
