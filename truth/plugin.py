"""The real AWS provider as a process that can be asked: validate, plan, apply, read.

It is started as Terraform starts it (go-plugin: a magic cookie in the environment, one line with
the address on the standard output) and ends with the block.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import grpc

from truth import protocol
from truth.schema import Block
from truth.wire import dynamic, value

# From go-plugin's published handshake of Terraform's providers; it proves nothing and guards
# nothing but against a start by hand.
_COOKIE: Final = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
_LARGEST_ANSWER: Final = 64 * 1024 * 1024
_PROGRAM: Final = "terraform-provider-aws_v*"
TERRAFORM: Final = "1.12.0"
"""The version that asks, as the provider is told."""


class PluginError(Exception):
    """The provider did not start, or can't be asked; one sentence."""


@dataclass(frozen=True)
class Said:
    """One diagnostic."""

    severity: int
    summary: str
    detail: str
    path: tuple[str | int, ...]

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.summary} {self.detail}".strip(" :")


@dataclass(frozen=True)
class Planned:
    """What a plan says."""

    state: Any
    """Unknown values are `UNKNOWN`."""
    replaces: frozenset[str]
    """The top-level attributes and blocks whose change needs a new resource."""
    private: bytes
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Applied:
    """What a resource has become; `state` is None where it is gone."""

    state: Any
    private: bytes
    said: tuple[Said, ...]


def provider_program() -> Path | None:
    """The provider's program in `TF_PLUGIN_DIR`; None where there is none."""
    folder = os.environ.get("TF_PLUGIN_DIR")
    found = sorted(Path(folder).glob(_PROGRAM)) if folder else []
    return found[-1] if found else None


class AwsProvider:
    """A running provider."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._messages = protocol.messages()
        self._calls = {
            name: channel.unary_unary(
                f"/tfplugin5.Provider/{name}",
                request_serializer=self._messages[request].SerializeToString,
                response_deserializer=self._messages[response].FromString,
            )
            for name, (request, response) in protocol.CALLS.items()
        }

    @cached_property
    def _schemas(self) -> Any:
        return self._ask("GetSchema")

    @cached_property
    def types(self) -> Mapping[str, Block]:
        """Resource type → what it is made of."""
        return {each.key: Block.of(each.value.block) for each in self._schemas.resource_schemas}

    @cached_property
    def settings(self) -> Block:
        """What the provider itself takes."""
        return Block.of(self._schemas.provider.block)

    def configure(self, settings: Mapping[str, Any]) -> tuple[Said, ...]:
        """Region, credentials and endpoints; once, before a plan."""
        config = dynamic({**self.settings.empty(), **settings})
        answer = self._ask("Configure", terraform_version=TERRAFORM, config=config)
        return _said(answer)

    def validate(self, kind: str, config: Mapping[str, Any]) -> tuple[Said, ...]:
        """What the provider says of a configuration by itself."""
        return _said(
            self._ask(
                "ValidateResourceTypeConfig",
                type_name=kind,
                config=dynamic(config),
                client_capabilities={"write_only_attributes_allowed": True},
            )
        )

    def plan(
        self,
        kind: str,
        config: Mapping[str, Any],
        proposed: Mapping[str, Any],
        prior: Mapping[str, Any] | None = None,
        private: bytes = b"",
    ) -> Planned:
        """What would become of `prior` (None: nothing yet) with `config`."""
        answer = self._ask(
            "PlanResourceChange",
            type_name=kind,
            prior_state=dynamic(prior),
            proposed_new_state=dynamic(proposed),
            config=dynamic(config),
            prior_private=private,
        )
        return Planned(
            state=value(answer.planned_state),
            replaces=frozenset(str(_path(each)[0]) for each in answer.requires_replace),
            private=answer.planned_private,
            said=_said(answer),
        )

    def apply(
        self, kind: str, config: Mapping[str, Any] | None, planned: Planned, prior: Any = None
    ) -> Applied:
        """Do what was planned; without a configuration the resource is taken away."""
        answer = self._ask(
            "ApplyResourceChange",
            type_name=kind,
            prior_state=dynamic(prior),
            planned_state=dynamic(planned.state),
            config=dynamic(config),
            planned_private=planned.private,
        )
        return Applied(value(answer.new_state), answer.private, _said(answer))

    def read(self, kind: str, state: Mapping[str, Any], private: bytes = b"") -> Applied:
        """What the resource is like now."""
        answer = self._ask(
            "ReadResource", type_name=kind, current_state=dynamic(state), private=private
        )
        return Applied(value(answer.new_state), answer.private, _said(answer))

    def _ask(self, name: str, **fields: Any) -> Any:
        request = self._messages[protocol.CALLS[name][0]](**fields)
        return self._calls[name](request)


@contextmanager
def provider(program: Path, env: Mapping[str, str] | None = None) -> Iterator[AwsProvider]:
    """The provider, running until the block ends; `env` is all that it sees of the environment.

    Raises:
        PluginError: it did not say where it listens.
    """
    with subprocess.Popen(  # noqa: S603 - the program that the caller names
        [program],
        env={
            "PATH": os.defpath,
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108 - where its socket is made
            "TF_PLUGIN_MAGIC_COOKIE": _COOKIE,
            "PLUGIN_PROTOCOL_VERSIONS": "5",
            **(env or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            with grpc.insecure_channel(
                _address(line),
                # A unix socket has no host that an HTTP/2 server would take for one.
                options=[
                    ("grpc.max_receive_message_length", _LARGEST_ANSWER),
                    ("grpc.default_authority", "localhost"),
                ],
            ) as channel:
                yield AwsProvider(channel)
        finally:
            process.terminate()


def _address(line: str) -> str:
    """`1|5|unix|/tmp/plugin1|grpc|…` → `unix:/tmp/plugin1`.

    Raises:
        PluginError: the line is another.
    """
    parts = line.strip().split("|")
    if parts[1:2] != ["5"] or parts[4:5] != ["grpc"]:
        raise PluginError(f"The provider did not say where it listens, but {line.strip()!r}.")
    network, address = parts[2:4]
    return f"unix:{address}" if network == "unix" else address


def _said(answer: Any) -> tuple[Said, ...]:
    return tuple(
        Said(each.severity, each.summary, each.detail, _path(each.attribute))
        for each in answer.diagnostics
    )


def _path(path: Any) -> tuple[str | int, ...]:
    return tuple(_steps(path.steps))


def _steps(steps: Sequence[Any]) -> Iterator[str | int]:
    for step in steps:
        yield step.attribute_name or step.element_key_string or step.element_key_int
