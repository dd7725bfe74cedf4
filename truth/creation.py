"""The local stack created by the real provider on the emulator.

The program runs as in `in_process`, but each registration goes to the provider: what it answers
is what the later resources get. What the emulator can't make is pinned in `gaps`, and is
left to the resource class of `local`, so that those who need it can go on.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pulumi

from local.emulator.emulator import Emulator
from local.program.in_process import Creator
from local.program.recorder import ROOT
from local.program.runner import run_file
from local.program.stack_config import stack_config
from local.provider.outputs import computed
from local.resources import ResourceError
from local.resources.code import zipped
from tests.fakes.layer import layer_at_hand
from truth import protocol
from truth.gaps import NOT_MADE
from truth.plugin import Applied, AwsProvider, Planned, Said, provider
from truth.schema import Block
from truth.translate import ARCHIVE, camel, configuration, proposed, type_of

SETTINGS: Final = {
    "pspKey": "sk_test_local",
    "alarmEmail": "alarms@example.com",
    "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
    "dependencyLayer": "true",
}


@dataclass(frozen=True)
class Standing:
    """A resource that the provider made."""

    kind: str
    name: str
    token: str
    inputs: Mapping[str, Any]
    config: Mapping[str, Any]
    applied: Applied


@dataclass
class Creation:
    """What became of every registration."""

    made: dict[str, Standing] = field(default_factory=dict)
    """By logical name."""
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Logical name → the provider's type and its words."""


@contextmanager
def pointed(
    program: Path, emulator: Emulator, access_key: str, secret_key: str
) -> Iterator[AwsProvider]:
    """The provider, every endpoint of which is the emulator, with these credentials."""
    with provider(program) as real:
        services = real.settings.blocks["endpoints"].block.attributes
        said = real.configure(
            {
                "region": emulator.region,
                "access_key": access_key,
                "secret_key": secret_key,
                "endpoints": [dict.fromkeys(services, emulator.endpoint)],
                "s3_use_path_style": True,
                "skip_credentials_validation": True,
                "skip_metadata_api_check": "true",
                "skip_region_validation": True,
            }
        )
        assert errors(said) == []
        yield real


def create_stack(real: AwsProvider, emulator: Emulator, folder: Path) -> Creation:
    """Run the program of the local stack against the provider; `folder` keeps the archives."""
    creator = _Creator(real, emulator, folder)
    settings = stack_config(ROOT, "tillstack", "local", SETTINGS)
    with layer_at_hand():
        run_file(ROOT / "__main__.py", creator, "tillstack", "local", settings, ["pspKey"])
    return creator.creation


def errors(said: tuple[Said, ...]) -> list[str]:
    """What is worse than a warning, as text."""
    return [str(each) for each in said if each.severity == protocol.ERROR]


def drift(real: AwsProvider, standing: Standing) -> tuple[set[str], frozenset[str]]:
    """What a second plan would change, after a refresh, and what of it needs a new resource."""
    block = real.types[standing.kind]
    found = real.read(standing.kind, standing.applied.state, standing.applied.private)
    assert errors(found.said) == [], standing.name
    assert found.state is not None, f"{standing.name} is gone"
    plan = real.plan(
        standing.kind,
        standing.config,
        proposed(standing.config, block, found.state),
        found.state,
        found.private,
    )
    assert errors(plan.said) == [], standing.name
    changed = {name for name in plan.state if plan.state[name] != found.state[name]}
    return changed, plan.replaces


def removed(real: AwsProvider, standing: Standing) -> list[str]:
    """Take a resource away; what the provider says against it."""
    # Terraform does not ask a provider for this plan unless the provider wants it.
    nothing = Planned(None, frozenset(), standing.applied.private, ())
    return errors(real.apply(standing.kind, None, nothing, standing.applied.state).said)


def configured(
    token: str, name: str, inputs: Mapping[str, Any], block: Block, folder: Path
) -> dict[str, Any]:
    """The configuration; an archive is written to a file, as the provider takes it."""
    config = configuration(token, inputs, block)
    if config.get("filename") == ARCHIVE:
        place = folder / f"{name}.zip"
        code = inputs["code"]
        # No layer is built for a test, and AWS takes no empty one.
        empty = config.get("layer_name") is not None
        place.write_bytes(
            zipped(pulumi.AssetArchive({"none.py": pulumi.StringAsset("")}) if empty else code)
        )
        config["filename"] = str(place)
    return config


def _layer() -> pulumi.AssetArchive:
    return pulumi.AssetArchive({"python/none.py": pulumi.StringAsset("")})


class _Creator(Creator):
    """Answers a program's registrations with what the provider made."""

    def __init__(self, real: AwsProvider, emulator: Emulator, folder: Path) -> None:
        super().__init__(emulator)
        self.creation = Creation()
        self._real = real
        self._folder = folder
        self._lock = threading.Lock()

    def make(
        self, token: str, name: str, inputs: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]]:
        standing, said = self._applied(token, name, inputs)
        with self._lock:
            if standing:
                self.creation.made[name] = standing
            else:
                self.creation.refused[name] = (type_of(token), " ".join(said))
        if standing:
            return standing.applied.state["id"], outputs_of(standing)
        if type_of(token) in NOT_MADE:
            return super().make(token, name, inputs)
        # Another resource with this name may be there already: what was said would be lost.
        raise ResourceError(f"{name} ({token}): {' '.join(said)}")

    def _applied(
        self, token: str, name: str, inputs: Mapping[str, Any]
    ) -> tuple[Standing | None, list[str]]:
        kind = type_of(token)
        block = self._real.types[kind]
        config = configured(token, name, inputs, block, self._folder)
        plan = self._real.plan(kind, config, proposed(config, block))
        if said := errors(plan.said):
            return None, said
        applied = self._real.apply(kind, config, plan)
        if said := errors(applied.said):
            return None, said
        return Standing(kind, name, token, inputs, config, applied), []


def outputs_of(standing: Standing) -> dict[str, Any]:
    """The inputs, and of the provider's state the plain values that only AWS can say."""
    found = {
        camel(name): value
        for name, value in standing.applied.state.items()
        if isinstance(value, str | int | bool)
    }
    # A type that is recorded only has no class that says what its outputs are.
    wanted = computed(standing.token) or found.keys()
    return {**{key: found[key] for key in wanted & found.keys()}, **standing.inputs}
