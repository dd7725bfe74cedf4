"""The provider's side of the engine's protocol, spoken by hand."""

from collections.abc import Iterator, Mapping
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto.plugin_pb2 import PluginAttach
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from local.emulator.emulator import Emulator
from local.provider._values import SECRET, SIGNATURE, UNKNOWN
from local.provider.provider import serving

pytestmark = pytest.mark.emulator

QUEUE = "aws:sqs/queue:Queue"
Made = list[tuple[str, str]]


@pytest.fixture
def made() -> Made:
    """Type and id of each resource that the provider says it made."""
    return []


@pytest.fixture
def provider(emulator: Emulator, made: Made) -> Iterator[ResourceProviderStub]:
    """A provider over the emulator, as the engine sees it."""
    note = lambda token, physical, _: made.append((token, physical))  # noqa: E731 - a callback
    with (
        serving(emulator, note) as port,
        grpc.insecure_channel(f"127.0.0.1:{port}", [("grpc.enable_http_proxy", 0)]) as channel,
    ):
        yield ResourceProviderStub(channel)


def urn(name: str, token: str = QUEUE) -> str:
    """A resource of this name inside a component."""
    return f"urn:pulumi:dev::tillstack::tillstack:index:Shop${token}::{name}"


def struct(values: Mapping[str, Any]) -> Struct:
    """Properties as the engine sends them."""
    found = Struct()
    found.update(dict(values))
    return found


def queue(provider: ResourceProviderStub, name: str, **inputs: Any) -> pb.CreateResponse:
    """A new queue."""
    properties = struct({"name": name, **inputs})
    found: pb.CreateResponse = provider.Create(
        pb.CreateRequest(urn=urn(name), properties=properties)
    )
    return found


def test_an_unknown_type_fails_its_check(provider: ResourceProviderStub) -> None:
    """A type that nobody taught is named; a known one passes with its inputs as they are."""
    machine = urn("m", "aws:sfn/stateMachine:StateMachine")
    (failure,) = provider.Check(pb.CheckRequest(urn=machine)).failures
    assert "aws:sfn/stateMachine:StateMachine is unknown on this machine" in failure.reason
    news = struct({"name": "q"})
    answer = provider.Check(pb.CheckRequest(urn=urn("q"), news=news))
    assert (list(answer.failures), answer.inputs) == ([], news)


def test_an_input_that_can_not_be_used_fails_its_check(provider: ResourceProviderStub) -> None:
    """A preview is told the path of each such input in one sentence, and never the value."""
    news = struct({"name": "q", "delaySeconds": "s3cret", "tags": {"a": UNKNOWN}, "namePrefix": 1})
    failures = provider.Check(pb.CheckRequest(urn=urn("q"), news=news)).failures
    assert {(one.property, one.reason) for one in failures} == {
        ("delaySeconds", f"{QUEUE} takes a whole number as the input 'delaySeconds'."),
        ("namePrefix", f"{QUEUE} does not understand the input 'namePrefix'."),
    }


def test_a_missing_input_fails_its_check(provider: ResourceProviderStub) -> None:
    """In the preview, by its path; what only the run will know is there."""
    at_fault = urn("p", "aws:sqs/queuePolicy:QueuePolicy")
    news = struct({"queueUrl": UNKNOWN})
    (failure,) = provider.Check(pb.CheckRequest(urn=at_fault, news=news)).failures
    assert failure.property == "policy"
    assert failure.reason == "aws:sqs/queuePolicy:QueuePolicy needs the input 'policy'."


def test_an_input_beyond_a_limit_fails_its_check(provider: ResourceProviderStub) -> None:
    """What the real provider would refuse is refused in the preview, and a secret not told."""
    secret = {SIGNATURE: SECRET, "value": "{s3cret"}
    news = struct({"name": "q", "delaySeconds": 901, "policy": secret, "maxMessageSize": UNKNOWN})
    failures = provider.Check(pb.CheckRequest(urn=urn("q"), news=news)).failures
    assert {(one.property, one.reason) for one in failures} == {
        ("delaySeconds", f"{QUEUE} takes a number from 0 to 900 as the input 'delaySeconds'."),
        ("policy", f"{QUEUE} takes JSON, or an empty text, as the input 'policy'."),
    }


def test_an_input_that_is_not_understood_is_named(provider: ResourceProviderStub) -> None:
    """The engine is told type and input, and never the value."""
    with pytest.raises(grpc.RpcError, match=f"{QUEUE} does not understand the input 'namePrefix'"):
        queue(provider, "provider-odd", namePrefix="q")


def test_a_preview_creates_nothing(provider: ResourceProviderStub, emulator: Emulator) -> None:
    """In a preview inputs are known, what AWS would say is unknown, and there is no queue."""
    inputs = struct({"name": "provider-preview"})
    request = pb.CreateRequest(urn=urn("p"), properties=inputs, preview=True)
    found = provider.Create(request).properties
    assert (found["name"], found["arn"], found["url"]) == ("provider-preview", UNKNOWN, UNKNOWN)
    listed = emulator.client("sqs").list_queues(QueueNamePrefix="provider-preview")
    assert not listed.get("QueueUrls")


def test_a_resources_whole_life(provider: ResourceProviderStub, made: Made) -> None:
    """A queue is made and noted, read, changed, read again, deleted, and then is not there."""
    new = queue(provider, "provider-life", delaySeconds=1)
    assert made == [(QUEUE, new.id)]
    here: dict[str, Any] = {"id": new.id, "urn": urn("provider-life")}
    old = struct({"name": "provider-life", "delaySeconds": 1})
    seen = provider.Read(pb.ReadRequest(**here, properties=new.properties, inputs=old))
    assert (seen.inputs, seen.properties) == (old, new.properties)
    news = struct({"name": "provider-life", "delaySeconds": 2})
    update: dict[str, Any] = {**here, "olds": new.properties, "old_inputs": old, "news": news}
    planned = provider.Update(pb.UpdateRequest(**update, preview=True)).properties
    done = provider.Update(pb.UpdateRequest(**update)).properties
    assert planned == done
    assert (done["delaySeconds"], done["arn"]) == (2, new.properties["arn"])
    seen = provider.Read(pb.ReadRequest(**here, properties=new.properties, inputs=old))
    assert seen.inputs["delaySeconds"] == 2, "what was read is the drift"
    provider.Delete(pb.DeleteRequest(**here, properties=done))
    assert not provider.Read(pb.ReadRequest(**here, properties=done, inputs=news)).id


def test_a_secret_output_is_marked(provider: ResourceProviderStub) -> None:
    """The secret of a client comes marked, its id does not."""
    pool = urn("pool", "aws:cognito/userPool:UserPool")
    made = provider.Create(pb.CreateRequest(urn=pool, properties=struct({"name": "provider"})))
    inputs = struct({"name": "c", "userPoolId": made.id, "generateSecret": True})
    client = urn("client", "aws:cognito/userPoolClient:UserPoolClient")
    found = provider.Create(pb.CreateRequest(urn=client, properties=inputs)).properties
    assert found["clientSecret"][SIGNATURE] == SECRET
    assert found["userPoolId"] == made.id


def test_a_write_only_value_does_not_come_back(provider: ResourceProviderStub) -> None:
    """A secret's value goes in, and is no output."""
    secret = urn("s", "aws:secretsmanager/secret:Secret")
    made = provider.Create(pb.CreateRequest(urn=secret, properties=struct({"name": "provider"})))
    inputs = {"secretId": made.id, "secretStringWo": "hidden", "secretStringWoVersion": 1}
    version = urn("v", "aws:secretsmanager/secretVersion:SecretVersion")
    found = provider.Create(pb.CreateRequest(urn=version, properties=struct(inputs))).properties
    assert "hidden" not in str(found)


def test_a_canceled_run_begins_nothing(provider: ResourceProviderStub) -> None:
    """After a cancellation nothing is created, until the next run shakes hands."""
    provider.Cancel(Empty())
    with pytest.raises(grpc.RpcError, match="The run was canceled"):
        queue(provider, "provider-canceled")
    provider.Handshake(pb.ProviderHandshakeRequest())
    assert queue(provider, "provider-canceled").id


def test_the_caller_is_answered(provider: ResourceProviderStub, emulator: Emulator) -> None:
    """A program that asks who it is gets the emulator's account."""
    token = "aws:index/getCallerIdentity:getCallerIdentity"
    answer = provider.Invoke(pb.InvokeRequest(tok=token))
    assert getattr(answer, "return")["accountId"] == emulator.account_id


def test_the_provider_is_attached_and_configured(provider: ResourceProviderStub) -> None:
    """It can be attached to, names the SDK's version, and gives previews their outputs."""
    assert provider.Attach(PluginAttach(address="127.0.0.1:1")) == Empty()
    assert provider.GetPluginInfo(Empty()).version.split(".")[0].isdecimal()
    configured = provider.Configure(pb.ConfigureRequest())
    assert (configured.supportsPreview, configured.acceptSecrets) == (True, False)
