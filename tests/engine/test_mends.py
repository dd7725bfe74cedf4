"""Each line that the settings' errors offer is one that Pulumi takes and that mends."""

import json
import re
import shlex
import shutil
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest
import yaml

from local.emulator import ROOT
from stack_settings import SettingsError, parse
from tests.engine.newcomer import Newcomer, newcomer
from tests.engine.places import PLACES, PLAIN, Place, config, right

pytestmark = pytest.mark.engine

WRONG: Final = {"boolean": "perhaps", "integer": "many", "number": "much", "string": "Not this!"}
ANY_TEXT: Final = {"aws:region", "owner", "pspKey"}


@pytest.fixture(scope="module", name="somebody")
def _somebody(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    """Somebody with a stack `dev` of the project."""
    folder = tmp_path_factory.mktemp("mends")
    project = folder / "project"
    project.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", project)
    user = newcomer(folder, project)
    user.does("pulumi stack init dev")
    return user


@pytest.fixture
def user(somebody: Newcomer) -> Newcomer:
    """The same, where every setting has a right value."""
    writes(somebody, config({}))
    return somebody


def writes(user: Newcomer, settings: Mapping[str, Any]) -> None:
    """Write the stack's file by hand, with nothing else in it."""
    file = user.project / "Pulumi.dev.yaml"
    whole = yaml.safe_load(file.read_text())
    keys = {key: key if ":" in key else f"tillstack:{key}" for key in settings}
    whole["config"] = {keys[key]: each for key, each in settings.items()}
    file.write_text(yaml.safe_dump(whole))


def sets(user: Newcomer, values: Mapping[str, str]) -> None:
    """Set all of them as `pulumi config set --path` does one."""
    pairs = " ".join(f"--plaintext {shlex.quote(f'{key}={each}')}" for key, each in values.items())
    user.does(f"pulumi config set-all --stack dev --path {pairs}")


def said(user: Newcomer) -> str:
    """What the program would say of the stack's config."""
    try:
        parse(user.config(), livemode=False, stack="dev")
    except SettingsError as error:
        return str(error)
    return ""


def held(given: Mapping[str, str], path: str) -> Any:
    """What stands at a path of the config."""
    top, *steps = re.findall(r"[^.\[\]]+", path)
    value = json.loads(given[top]) if steps else given[top]
    for step in steps:
        value = value[int(step) if step.isdigit() else step]
    return value


def mended(user: Newcomer) -> list[str]:
    """Run each line that is offered, with a right value, in order; the paths that were named.

    Afterwards nothing is left to be said, and what is text was set as text: AWS's provider reads
    some of it too.
    """
    named: list[str] = []
    texts: set[str] = set()
    for line in said(user).splitlines()[1:]:
        found = re.fullmatch(r"- (.+?): (?:.+)\. Mend it with(?: \([^)]*\))?: (pulumi .+)", line)
        assert found, line
        named.append(found[1])
        for command in found[2].split(" && "):
            aim = re.search(r"'(.*)'", command)
            assert aim, command
            value = right(aim[1]) if " set " in command else ""
            user.does(command.replace("…", shlex.quote(value)), value)
            if value and PLACES[aim[1]].kind == "string":
                texts.add(aim[1])
    assert said(user) == ""
    given = user.config()
    assert {each: held(given, each) for each in texts} == {each: right(each) for each in texts}
    return named


def test_a_wrong_value_of_each_setting_is_mended(user: Newcomer) -> None:
    """Every field and item is named by its path, and its line sets it, text like 2026 as text."""
    wrong = {each.path: WRONG[each.kind] for each in PLAIN if each.path not in ANY_TEXT}
    sets(user, wrong)
    assert mended(user) == list(wrong)


def samples(places: Iterable[Place]) -> list[str]:
    """One of each kind, by itself, in a list and in a structure; the lines follow from these."""
    seen = {(each.kind, each.path[-1] == "]", "." in each.path): each.path for each in places}
    return [path for path in PLACES if path in {*seen.values()}]


def test_several_values_where_one_belongs_are_mended(user: Newcomer) -> None:
    """A structure in the place of a plain value, a secret or one of which any text is right."""
    wrong = {*samples(PLAIN), *ANY_TEXT, "webhookSecrets[0]"}
    writes(user, config({path: {"inside": 5} for path in wrong}))
    assert mended(user) == [path for path in PLACES if path in wrong]


def test_nothing_where_a_value_belongs_is_mended(user: Newcomer) -> None:
    """A null inside a list or a structure; a whole setting that is null is not set."""
    wrong = {
        path
        for path in (*samples(PLAIN), "webhookSecrets[0]", "timing.lease")
        if path[-1] == "]" or "." in path
    }
    writes(user, config(dict.fromkeys(wrong)))
    assert mended(user) == [path for path in PLACES if path in wrong - {"timing.lease"}]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("array", "5"), ("array", []), ("array", {"inside": 5}), ("object", "5"), ("object", [5])],
    ids=str,
)
def test_something_else_where_several_belong_is_mended(
    user: Newcomer, kind: str, value: Any
) -> None:
    """A list or a structure that is none is taken away first: Pulumi does not set into such.

    An empty list gets the items that it needs.
    """
    wrong = [each.path for each in PLACES.values() if each.kind == kind]
    writes(user, config(dict.fromkeys(wrong, value)))
    assert {re.sub(r"\[\d\]$", "", each) for each in mended(user)} == {
        each for each in wrong if (each, value) != ("webhookSecrets", [])
    }


def test_what_is_missing_is_mended(user: Newcomer) -> None:
    """Settings, a structure's field and a list's items that the program can't do without."""
    writes(user, {"timing": {"backOff": [7]}, "domain": {"name": "pay.example.com"}})
    assert mended(user) == [
        "aws:region",
        "aws:allowedAccountIds",
        "merchants",
        "pspKey",
        "senderAddress",
        "timing.backOff[1]",
        "timing.backOff[2]",
        "domain.certificateArn",
    ]


def test_what_is_too_much_is_mended(user: Newcomer) -> None:
    """Unknown keys, whatever is in their names, and the items that are one too many."""
    settings = config({})
    for at in ("", "timing", "domain"):
        (settings[at] if at else settings).update({"whats this": 5, "a.b": 5})
    bounded = settings["aws:allowedAccountIds"], settings["webhookSecrets"]
    for each in (*bounded, settings["timing"]["backOff"]):
        each.extend([each[0]] * 2)
    writes(user, settings)
    assert sorted(mended(user)) == sorted(
        [
            "aws:allowedAccountIds",
            "webhookSecrets",
            "timing.backOff",
            *(f"{at}whats this" for at in ("", "timing.", "domain.")),
            *(f'{at}["a.b"]' for at in ("", "timing", "domain")),
        ]
    )


def test_a_live_key_is_mended(user: Newcomer) -> None:
    """What two settings are wrong about together is mended by one of them."""
    user.does("pulumi config set --secret pspKey", "sk_live_newcomer")
    assert mended(user) == ["pspKey"]


def test_what_pulumi_takes_for_a_number_is_taken_as_text(user: Newcomer) -> None:
    """A number where `--path` had no `--type string`; of `true` the text is asked for."""
    bare = ("aws:allowedAccountIds", "merchants", "domain")
    writes(user, {key: each for key, each in config({}).items() if key not in bare})
    user.does(
        "pulumi config set --path 'aws:allowedAccountIds[0]' 123456789012\n"
        "pulumi config set --path 'merchants[0]' 1234\n"
        "pulumi config set --path 'merchants[1]' 0123\n"
        f"pulumi config set --path domain.certificateArn {right('domain.certificateArn')}\n"
        "pulumi config set --path domain.name 404"
    )
    assert user.config()["aws:allowedAccountIds"] == "[123456789012]"
    found = parse(user.config(), livemode=False)
    assert (found.account, found.merchants) == ("123456789012", ("1234", "0123"))
    assert found.domain
    assert found.domain.name == "404"
    user.does("pulumi config rm merchants\npulumi config set --path 'merchants[0]' true")
    assert mended(user) == ["merchants[0]"]


@pytest.mark.parametrize("written", ["012345678901", "012345670123"], ids=["decimal", "octal"])
def test_an_account_that_lost_its_zero_is_told(user: Newcomer, written: str) -> None:
    """Pulumi's command keeps a 0 in front; a file written by hand loses it."""
    user.does(
        "pulumi config rm aws:allowedAccountIds\n"
        f"pulumi config set --path 'aws:allowedAccountIds[0]' {written}"
    )
    assert parse(user.config(), livemode=False).account == written
    file = user.project / "Pulumi.dev.yaml"
    file.write_text(re.sub(rf"['\"]{written}['\"]", written, file.read_text()))
    assert "an id loses a 0 in front" in said(user)
    assert mended(user) == ["aws:allowedAccountIds[0]"]
