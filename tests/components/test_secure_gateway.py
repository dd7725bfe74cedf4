"""The gateway as a whole: transport, throttle, tracing, stage, domain."""

import pulumi_aws as aws
import pytest

from components.parts.routes import ROUTES
from tests.fakes.recorder import Recording, program, record_program

DOMAIN = (
    '{"name": "pay.example.com", '
    '"certificateArn": "arn:aws:acm:eu-central-1:111122223333:certificate/x"}'
)


@pytest.fixture(name="with_domain", scope="module")
def _with_domain() -> Recording:
    return record_program("local", {"domain": DOMAIN})


def test_the_api_takes_tls_1_2_or_newer() -> None:
    """The default of a regional API would still take TLS 1.0 (PCI DSS 4.2.1)."""
    (api,) = program().of(aws.apigateway.RestApi)
    assert api.inputs["securityPolicy"] == "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
    assert api.inputs["endpointAccessMode"] == "STRICT"
    assert "body" not in api.inputs


def test_the_stage_traces_and_caches_nothing() -> None:
    """Every call is traced; no answer is kept."""
    (stage,) = program().of(aws.apigateway.Stage)
    assert stage.inputs["xrayTracingEnabled"] is True
    assert stage.inputs["cacheClusterEnabled"] is False


def test_each_method_is_logged_without_bodies_and_throttled() -> None:
    """All methods and each by itself: a method's own settings replace the stage's as a whole."""
    settings = {
        each.inputs["methodPath"]: each.inputs["settings"]
        for each in program().of(aws.apigateway.MethodSettings)
    }
    assert set(settings) == {
        "*/*",
        "~1v1~1events/GET",
        "~1v1~1events~1{id}/GET",
        "~1v1~1health/GET",
        "~1v1~1keys/GET",
        "~1v1~1ops~1circuit/GET",
        "~1v1~1ops~1payments/GET",
        "~1v1~1ops~1payments~1{id}/GET",
        "~1v1~1ops~1payments~1{id}~1entries/GET",
        "~1v1~1ops~1payments~1{id}~1erase/POST",
        "~1v1~1ops~1payments~1{id}~1notifications/POST",
        "~1v1~1ops~1payments~1{id}~1resolve/POST",
        "~1v1~1payments/GET",
        "~1v1~1payments/POST",
        "~1v1~1payments~1{id}/GET",
        "~1v1~1payments~1{id}~1cancel/POST",
        "~1v1~1payments~1{id}~1entries/GET",
        "~1v1~1webhooks~1psp/POST",
    }
    for each in settings.values():
        assert each["loggingLevel"] == "ERROR"
        assert each["dataTraceEnabled"] is False
        assert each["metricsEnabled"] is True
        assert each["throttlingRateLimit"] >= 1
        assert each["throttlingBurstLimit"] >= 1


@pytest.mark.fault(
    "F9",
    sees="500 `internal_error` with `Retry-After`; 429 where the gateway throttles first",
    does=(
        "Nothing is written; the same key converges later. The stage throttles below what "
        "the function may run"
    ),
    person="raises the function's concurrency if the alarm on throttles persists",
)
@pytest.mark.parametrize(
    "handler", ["accept_payment", "read_payments", "cancel_payment", "receive_webhook"]
)
def test_the_throttles_stay_below_what_the_functions_reserve(handler: str) -> None:
    """A throttled function would be a 500, a throttled method is a 429."""
    bursts = [
        program().named(f"gateway-{route.name}-settings").inputs["settings"]["throttlingBurstLimit"]
        for route in ROUTES
        if route.function == handler
    ]
    function = program().named(f"api-{handler.replace('_', '-')}-function").inputs
    assert bursts
    assert sum(bursts) < function["reservedConcurrentExecutions"]


def test_a_change_of_the_api_makes_a_new_deployment() -> None:
    """The deployment's trigger is a hash of what the API is made of."""
    (deployment,) = program().of(aws.apigateway.Deployment)
    assert len(deployment.inputs["triggers"]["content"]) == 64


def test_without_a_domain_the_address_is_the_stage_s() -> None:
    """`<url>/v1/payments` works as it stands."""
    (api,) = program().of(aws.apigateway.RestApi)
    url = f"https://{api.physical}.execute-api.eu-central-1.amazonaws.com/live"
    assert program().exports["gateway_url"] == url
    assert program().of(aws.apigateway.DomainName) == []


def test_with_a_domain_there_is_no_other_door(with_domain: Recording) -> None:
    """The domain takes TLS 1.2 or newer, and the address that AWS gives is closed."""
    (domain,) = with_domain.of(aws.apigateway.DomainName)
    (mapping,) = with_domain.of(aws.apigateway.BasePathMapping)
    (api,) = with_domain.of(aws.apigateway.RestApi)
    assert domain.inputs["securityPolicy"] == api.inputs["securityPolicy"]
    assert api.inputs["disableExecuteApiEndpoint"] is True
    assert mapping.inputs["stageName"] == "live"
    assert with_domain.exports["gateway_url"] == "https://pay.example.com"


def test_the_account_s_logging_role_is_set_where_the_stack_owns_it() -> None:
    """The local stack owns its account; another stack leaves the role alone."""
    assert len(program().of(aws.apigateway.Account)) == 1
    other = record_program("local", {"ownsApiGatewayAccount": "false"})
    assert other.of(aws.apigateway.Account) == []
