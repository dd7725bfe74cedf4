"""The function that every other component builds on, and the contract with its handler."""

import importlib.util
import json

import pulumi_aws as aws
import pytest

from runtime.contract import env, env_accepting, env_gateway, env_timed, env_untimed
from tests._policies import grants, role_allows
from tests.fakes.recorder import ACCOUNT, REGION, Recorded, program

MODELS: dict[str, type[env.CommonEnv]] = {
    "accept_payment": env_accepting.AcceptPaymentEnv,
    "read_payments": env_gateway.ReadPaymentsEnv,
    "cancel_payment": env_gateway.CancelPaymentEnv,
    "receive_webhook": env_untimed.ReceiveWebhookEnv,
    "process_payment": env_timed.ProcessPaymentEnv,
    "process_dead_letter": env_timed.ProcessPaymentEnv,
    "notify_customer": env_timed.NotifyCustomerEnv,
    "receive_email_event": env_timed.ReceiveEmailEventEnv,
    "operate_payments": env_timed.OperatePaymentsEnv,
    "sweep_payments": env_timed.SweepPaymentsEnv,
    "reconcile_payments": env_timed.ReconcilePaymentsEnv,
    "expire_payers": env_untimed.ExpirePayersEnv,
    "sign_ledger": env_untimed.SignLedgerEnv,
    "deliver_events": env_timed.DeliverEventsEnv,
    "sweep_events": env_untimed.SweepEventsEnv,
}


def function(handler: str) -> Recorded:
    """The recorded function of a handler."""
    (found,) = [
        each
        for each in program().of(aws.lambda_.Function)
        if each.inputs["handler"] == f"runtime.handlers.{handler}.handler"
    ]
    return found


@pytest.mark.parametrize("handler", MODELS)
def test_the_environment_is_what_the_handler_reads(handler: str) -> None:
    """A component sets exactly the names of its handler's model, and they parse."""
    variables = function(handler).inputs["environment"]["variables"]
    assert set(variables) == set(MODELS[handler].model_fields)
    MODELS[handler].model_validate(variables)


@pytest.mark.parametrize("handler", MODELS)
def test_the_handler_s_module_is_in_the_archive(handler: str) -> None:
    """A function points at a module that exists."""
    assert importlib.util.find_spec(f"runtime.handlers.{handler}")


def test_every_function_is_known_here() -> None:
    """No function escapes the contract."""
    assert len(program().of(aws.lambda_.Function)) == len(MODELS)


@pytest.mark.parametrize("handler", MODELS)
def test_a_function_has_what_it_must_never_lack(handler: str) -> None:
    """Customer key, tracing, JSON logs, reserved concurrency, a published version."""
    inputs = function(handler).inputs
    assert inputs["kmsKeyArn"] == program().named("keys-data").outputs["arn"]
    assert inputs["tracingConfig"] == {"mode": "Active"}
    assert inputs["loggingConfig"]["logFormat"] == "JSON"
    assert inputs["loggingConfig"]["logGroup"] == f"/aws/lambda/{inputs['name']}"
    assert inputs["reservedConcurrentExecutions"] >= 1
    assert inputs["publish"] is True
    assert (inputs["runtime"], inputs["architectures"]) == ("python3.13", ["arm64"])


@pytest.mark.parametrize("handler", MODELS)
def test_a_function_is_reached_through_its_alias(handler: str) -> None:
    """`live` points at the published version."""
    name = function(handler).inputs["name"]
    (alias,) = [
        each for each in program().of(aws.lambda_.Alias) if each.inputs["functionName"] == name
    ]
    assert (alias.inputs["name"], alias.inputs["functionVersion"]) == ("live", "1")


@pytest.mark.parametrize("handler", MODELS)
def test_a_log_group_is_encrypted_kept_and_masked(handler: str) -> None:
    """Logs have a customer key, more than a year, and no readable card number or address."""
    name = f"/aws/lambda/{function(handler).inputs['name']}"
    (group,) = [
        each for each in program().of(aws.cloudwatch.LogGroup) if each.inputs["name"] == name
    ]
    assert group.inputs["kmsKeyId"] == program().named("keys-logs").outputs["arn"]
    assert group.inputs["retentionInDays"] >= 365
    (masking,) = [
        each
        for each in program().of(aws.cloudwatch.LogDataProtectionPolicy)
        if each.inputs["logGroupName"] == name
    ]
    audit, mask = json.loads(masking.inputs["policyDocument"])["Statement"]
    assert "Deidentify" in mask["Operation"]
    assert "Audit" in audit["Operation"]
    assert audit["DataIdentifier"] == mask["DataIdentifier"]
    assert any(each.endswith("/CreditCardNumber") for each in mask["DataIdentifier"])


@pytest.mark.parametrize("handler", MODELS)
def test_a_role_begins_with_its_own_logs_traces_and_environment(handler: str) -> None:
    """The first three grants open nothing that belongs to another function."""
    name = function(handler).inputs["name"]
    assert {"write-logs", "send-traces", "read-environment"} <= set(grants(program(), name))
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/"
    assert role_allows(program(), name, "logs:PutLogEvents", f"{group}{name}:*")
    assert not role_allows(program(), name, "logs:PutLogEvents", f"{group}other:*")
    assert not role_allows(program(), name, "logs:CreateLogGroup", f"{group}{name}:*")


def test_no_role_has_an_inline_policy_of_its_own() -> None:
    """What a role may do stands in grants, where it has a name."""
    roles = program().of(aws.iam.Role)
    assert len(roles) == 16
    assert [each.name for each in roles if "inlinePolicies" in each.inputs] == []
    assert [each.name for each in roles if "managedPolicyArns" in each.inputs] == []


def test_a_grant_is_named_after_function_verb_and_thing_and_is_the_function_s_child() -> None:
    """`<function>-<verb>-<thing>`, below the function that may do it."""
    components = {each.urn: each for each in program().resources if not each.custom}
    for policy in program().of(aws.iam.RolePolicy):
        parent = components[policy.parent]
        assert parent.type == "tillstack:index:PackagedFunction"
        assert policy.name == f"{parent.name}-{policy.inputs['name']}"


def test_no_grant_is_for_everything() -> None:
    """No action is a pattern, and no resource but that of X-Ray's writes is `*`."""
    for policy in program().of(aws.iam.RolePolicy):
        for statement in json.loads(policy.inputs["policy"])["Statement"]:
            assert not any("*" in action for action in statement["Action"]), policy.name
            if policy.inputs["name"] != "send-traces":
                assert "*" not in statement["Resource"], policy.name


def test_only_the_gateway_s_functions_start_from_a_snapshot() -> None:
    """Somebody waits for these five; the rest is not worth the price."""
    snapped = {
        handler
        for handler in MODELS
        if function(handler).inputs.get("snapStart") == {"applyOn": "PublishedVersions"}
    }
    waited = {"accept_payment", "read_payments", "cancel_payment"}
    assert snapped == waited | {"operate_payments", "receive_webhook"}
