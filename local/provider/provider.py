"""The resource classes behind a Pulumi provider: the real engine runs the program, here is AWS.

The engine attaches to it with `PULUMI_DEBUG_PROVIDERS=aws:<port>` (Pulumi, "Debugging
providers"). What a type is and does stands in `local.resources`, as for the run without engine.
Secrets arrive unwrapped, and the engine keeps the mark on every property that had one.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import metadata
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from local import resources
from local.provider import _values as values
from local.provider._diff import compared
from local.provider.outputs import computed, moved
from local.resources import KINDS, Cloud, ResourceError, State

WORKERS = 16
LAST_CALLS_S = 60


Made = Callable[[str, str, State], None]
"""Is told type token, id and outputs of each new resource, before the engine is."""


@contextmanager
def serving(cloud: Cloud, made: Made = lambda *_: None) -> Iterator[int]:
    """A provider for `cloud` on a free port of 127.0.0.1, which it yields, until the block ends.

    A call that runs at the end is finished: what it makes must not be lost.
    """
    server = grpc.server(ThreadPoolExecutor(WORKERS, thread_name_prefix="provider"))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        _servicer(ResourceProvider(cloud, made)), server
    )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield port
    finally:
        server.stop(LAST_CALLS_S).wait()


def _servicer(provider: "ResourceProvider") -> provider_pb2_grpc.ResourceProviderServicer:
    """The provider under the protocol's names; what it lacks is unimplemented for the engine."""
    servicer = provider_pb2_grpc.ResourceProviderServicer()
    for name, method in {
        "Handshake": provider.handshake,
        "Attach": provider.attach,
        "GetPluginInfo": provider.get_plugin_info,
        "CheckConfig": provider.check_config,
        "DiffConfig": provider.diff_config,
        "Configure": provider.configure,
        "Check": provider.check,
        "Diff": provider.diff,
        "Create": provider.create,
        "Read": provider.read,
        "Update": provider.update,
        "Delete": provider.delete,
        "Invoke": provider.invoke,
        "Cancel": provider.cancel,
    }.items():
        setattr(servicer, name, _told(method))
    return servicer


def _told(method: Callable[[Any], Any]) -> Callable[[Any, grpc.ServicerContext], Any]:
    """A call of the protocol; a resource's own error ends it with its sentence."""

    def answer(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(request)
        except CanceledError as error:
            context.abort(grpc.StatusCode.CANCELLED, str(error))
        except ResourceError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))

    return answer


class CanceledError(Exception):
    """The user stopped the run: what has not begun does not begin."""


class ResourceProvider:
    """Pulumi's provider protocol over the table of resource types."""

    def __init__(self, cloud: Cloud, made: Made) -> None:
        self._cloud = cloud
        self._made = made
        self._canceled = threading.Event()

    def attach(self, _request: Any) -> Empty:
        """The engine is there; nothing of it is needed."""
        self._canceled.clear()
        return Empty()

    def get_plugin_info(self, _request: Any) -> plugin_pb2.PluginInfo:
        """The version of the SDK that the program is written with; an older one is a warning."""
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi-aws"))

    def handshake(self, _request: Any) -> provider_pb2.ProviderHandshakeResponse:
        """A run begins; the engine cancels its providers at the end of each, also of a good one."""
        self._canceled.clear()
        return provider_pb2.ProviderHandshakeResponse()

    def check_config(self, request: Any) -> provider_pb2.CheckResponse:
        """The program's own settings have checked region and account."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def diff_config(self, _request: Any) -> provider_pb2.DiffResponse:
        """Another configuration replaces nothing."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def configure(self, _request: Any) -> provider_pb2.ConfigureResponse:
        """A preview asks for outputs too, so that unknown ones are unknown and not absent."""
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def check(self, request: Any) -> provider_pb2.CheckResponse:
        """An unknown type, an input that it can't use or misses, fails in the preview already."""
        failures = [
            provider_pb2.CheckFailure(property=path, reason=sentence)
            for path, sentence in resources.problems(
                _token(request.urn), values.plain(request.news)
            )
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def diff(self, request: Any) -> provider_pb2.DiffResponse:
        """Inputs against inputs."""
        old, new = values.plain(request.old_inputs), values.plain(request.news)
        return compared(_token(request.urn), old, new)

    def create(self, request: Any) -> provider_pb2.CreateResponse:
        """The resource; in a preview its inputs, and what only AWS can say as unknown."""
        self._go_on()
        token = _token(request.urn)
        if request.preview:
            found = dict.fromkeys(computed(token), values.UNKNOWN)
            return provider_pb2.CreateResponse(properties=_joined(request.properties, found))
        physical, found = resources.create(token, values.live(request.properties), self._cloud)
        self._made(token, physical, found)
        return provider_pb2.CreateResponse(
            id=physical, properties=self._outputs(token, request.properties, found)
        )

    def read(self, request: Any) -> provider_pb2.ReadResponse:
        """What the resource is like now; an empty answer where it is gone."""
        token = _token(request.urn)
        state = values.plain(request.properties)
        found = resources.read(token, request.id, state, self._cloud)
        if found is None:
            return provider_pb2.ReadResponse()
        kept = KINDS[token].write_only if token in KINDS else frozenset()
        inputs = Struct()
        for key, value in request.inputs.fields.items():
            if key in kept or key not in state or found.get(key) == state[key]:
                inputs.fields[key].CopyFrom(value)
            elif key in found:
                inputs[key] = found[key]
        return provider_pb2.ReadResponse(
            id=request.id,
            properties=self._outputs(token, request.properties, found),
            inputs=inputs,
        )

    def update(self, request: Any) -> provider_pb2.UpdateResponse:
        """The resource with its new inputs; what the update may move is unknown in a preview."""
        self._go_on()
        token = _token(request.urn)
        old, before = values.plain(request.olds), values.plain(request.old_inputs)
        added = {key: value for key, value in old.items() if key not in before}
        if request.preview:
            changed = compared(token, before, values.plain(request.news)).diffs
            unknown = dict.fromkeys(moved(token, changed), values.UNKNOWN)
            return provider_pb2.UpdateResponse(properties=_joined(request.news, added | unknown))
        new = values.live(request.news)
        found = added | resources.update(token, request.id, old, new, self._cloud)
        return provider_pb2.UpdateResponse(properties=self._outputs(token, request.news, found))

    def delete(self, request: Any) -> Empty:
        """Gone, or never there."""
        self._go_on()
        token, state = _token(request.urn), values.plain(request.properties)
        resources.delete(token, request.id, state, self._cloud)
        return Empty()

    def invoke(self, request: Any) -> provider_pb2.InvokeResponse:
        """A provider function."""
        answer = resources.invoke(request.tok, values.plain(request.args), self._cloud)
        return provider_pb2.InvokeResponse(**{"return": values.wire(answer)})  # type: ignore[arg-type] # a keyword of Python

    def cancel(self, _request: Any) -> Empty:
        """What runs ends by itself soon; nothing new begins."""
        self._canceled.set()
        return Empty()

    def _go_on(self) -> None:
        if self._canceled.is_set():
            raise CanceledError("The run was canceled.")

    @staticmethod
    def _outputs(token: str, sent: Struct, found: dict[str, Any]) -> Struct:
        """`found` as properties; a value that was `sent` and still is goes back as it came."""
        known = values.plain(sent)
        secret = KINDS[token].secret_outputs if token in KINDS else frozenset[str]()
        same = {key for key, value in found.items() if key in known and _same(value, known[key])}
        answer = values.wire(
            {key: value for key, value in found.items() if key not in same}, secret
        )
        for key in same:
            answer.fields[key].CopyFrom(sent.fields[key])
        return answer


def _same(found: Any, known: Any) -> bool:
    """Whether an output is what was sent; of an archive only the sent form can go back."""
    return isinstance(known, values.Stored) or bool(found == known)


def _joined(sent: Struct, more: dict[str, Any]) -> Struct:
    """Properties as they were sent, and `more` where nothing was."""
    found = values.wire({key: value for key, value in more.items() if key not in sent.fields})
    found.MergeFrom(sent)
    return found


def _token(urn: str) -> str:
    """The resource's own type: `urn:pulumi:stack::project::parent$type::name`."""
    return urn.split("::")[2].rpartition("$")[2]
