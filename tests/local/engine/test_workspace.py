"""The folder that an engine runs in."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from local.emulator.emulator import ROOT, Emulator
from local.engine.workspace import EngineError, Workspace
from tests.local._pulumi import stand_in

CLOUD = Emulator(port=1)
KEY = "sk_test_other"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace of the stack `dev`, beside a `pulumi` that does nothing."""
    monkeypatch.setenv("PATH", stand_in(tmp_path / "bin"))
    monkeypatch.setenv("AWS_PROFILE", "somebody")
    return Workspace(tmp_path / "dev", "dev")


def test_the_files_are_set_for_the_emulator(workspace: Workspace) -> None:
    """The copy names the emulator's account and the given settings, and keeps the rest."""
    workspace.prepare(CLOUD, {"pspApiBase": "http://127.0.0.1:2"}, KEY)
    found = yaml.safe_load((workspace.folder / "Pulumi.dev.yaml").read_text())["config"]
    assert found["aws:allowedAccountIds"] == [CLOUD.account_id]
    assert found["tillstack:pspApiBase"] == "http://127.0.0.1:2"
    assert found["tillstack:retention"] == "dispose"
    project = yaml.safe_load((workspace.folder / "Pulumi.yaml").read_text())
    assert (workspace.folder / project["main"]).resolve() == ROOT


def test_a_fleet_stays_out(workspace: Workspace, tmp_path: Path) -> None:
    """The emulator has no instances and no network of the functions' own."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text())
    own = {"tillstack:network": {"zones": ["a", "b"]}, "tillstack:fleet": {"maxInstances": 3}}
    (program / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": own}))
    Workspace(workspace.folder, "dev", program).prepare(CLOUD, {}, KEY)
    found = yaml.safe_load((workspace.folder / "Pulumi.dev.yaml").read_text())["config"]
    assert (found["tillstack:network"], found["tillstack:fleet"]) == ({}, {})


def test_a_chat_stays_out(workspace: Workspace, tmp_path: Path) -> None:
    """The emulator knows none, and the channel is read by people."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text())
    own = {"tillstack:alarmChat": {"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}}
    (program / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": own}))
    Workspace(workspace.folder, "dev", program).prepare(CLOUD, {}, KEY)
    found = yaml.safe_load((workspace.folder / "Pulumi.dev.yaml").read_text())["config"]
    assert found["tillstack:alarmChat"] == {}


def test_nobody_is_asked_for_a_certificate_where_nothing_speaks_tls(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The domain stays, its trust store does not."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text())
    own = {"name": "pay.example.com", "trustStore": "clients.pem", "ownershipCertificateArn": "arn"}
    config = {"config": {"tillstack:domain": own}}
    (program / "Pulumi.dev.yaml").write_text(yaml.safe_dump(config))
    Workspace(workspace.folder, "dev", program).prepare(CLOUD, {}, KEY)
    found = yaml.safe_load((workspace.folder / "Pulumi.dev.yaml").read_text())["config"]
    assert found["tillstack:domain"] == {"name": "pay.example.com"}


def test_the_key_goes_in_by_standard_input(workspace: Workspace, tmp_path: Path) -> None:
    """The PSP's key is set as a secret, and stands in no file and no command line."""
    workspace.prepare(CLOUD, {}, KEY)
    calls = (tmp_path / "bin" / "calls").read_text()
    assert "config set --secret --stack dev pspKey" in calls
    texts = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY in text for text in texts)


def test_the_engine_sees_nothing_of_the_users_accounts(workspace: Workspace) -> None:
    """No AWS profile, no Pulumi login and no network for packages or plugins reach an engine."""
    env = workspace.environment()
    assert not any(name.startswith("AWS_") for name in env)
    assert env["PULUMI_BACKEND_URL"] == f"file://{workspace.folder / 'state'}"
    assert env["PULUMI_HOME"].startswith(str(workspace.folder))
    assert (env["UV_OFFLINE"], env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"]) == ("1", "1")


def test_the_engine_finds_the_project_s_uv(workspace: Workspace) -> None:
    """The emulator's engine gets the same tools as an account's, whatever the user has."""
    path = workspace.environment()["PATH"]
    assert shutil.which("uv", path=path) == str(ROOT / ".venv" / "bin" / "uv")
    assert shutil.which("pulumi", path=path) == shutil.which("pulumi")


def test_a_foreign_secret_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """A value that another secrets provider encrypted is named, and how to go on."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.dev.yaml").write_text("config: {tillstack:alarmEmail: {secure: abc}}")
    with pytest.raises(EngineError, match="tillstack:alarmEmail is encrypted"):
        Workspace(workspace.folder, "dev", program).check()


def test_what_the_engine_refuses_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing command of the preparation is named."""
    monkeypatch.setenv("PATH", stand_in(tmp_path / "sour", refuses="stack"))
    with pytest.raises(EngineError, match="`pulumi stack init` failed"):
        workspace.prepare(CLOUD, {}, KEY)


def test_only_a_dead_engines_lock_is_taken_away(workspace: Workspace) -> None:
    """The lock of a process that is gone goes; that of a living one stays."""
    locks = workspace.folder / "state" / ".pulumi" / "locks" / "organization"
    locks.mkdir(parents=True)
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    (locks / "dead.json").write_text(json.dumps({"pid": gone.pid}))
    workspace.tidy(CLOUD)
    assert list(locks.iterdir()) == []
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as living:
        (locks / "living.json").write_text(json.dumps({"pid": living.pid}))
        workspace.tidy(CLOUD)
        assert [path.name for path in locks.iterdir()] == ["living.json"]


def test_a_new_stack_has_no_resources(workspace: Workspace) -> None:
    """Before the first `up` the state knows nothing, and afterwards what the engine wrote."""
    assert workspace.resources == []
    state = workspace.folder / "state" / ".pulumi" / "stacks" / "tillstack" / "dev.json"
    state.parent.mkdir(parents=True)
    state.write_text('{"checkpoint": {"latest": {"resources": [{"type": "t"}]}}}')
    assert workspace.resources == [{"type": "t"}]


def test_half_written_notes_are_taken_away(workspace: Workspace) -> None:
    """Notes cut off by a kill go, since the engine could not read the state beside them."""
    state = workspace.folder / "state" / ".pulumi" / "stacks" / "tillstack" / "dev.json"
    state.parent.mkdir(parents=True)
    (state.parent / "dev.json.attrs").touch()
    (state.parent / "dev.json.bak.attrs").write_text("{}")
    workspace.mend()
    assert [path.name for path in state.parent.iterdir()] == ["dev.json.bak.attrs"]
