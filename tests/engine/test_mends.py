"""Each line that the settings' errors offer is one that Pulumi takes and that mends."""

import re
import shlex
import shutil
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest

from local.emulator.emulator import ROOT
from stack_settings import parse
from tests.engine.mending import mended, said, writes
from tests.engine.newcomer import Newcomer, newcomer
from tests.engine.places import PLACES, PLAIN, SettingPlace, config, right

pytestmark = pytest.mark.engine

WRONG: Final = {"boolean": "perhaps", "integer": "many", "number": "much", "string": "Not this!"}
ACCOUNT: Final = "aws:allowedAccountIds[0]"
CURRENCY: Final = "--path 'currencies[0]'"
ANY_TEXT: Final = {"aws:region", "owner", "pspKey", "domain.trustStore", "webhooksToLoopback"}
MAY_BE_EMPTY: Final = ("network.pspRanges", "webhookSecrets")
MAY_BE_NULL: Final = {"domain.ownershipCertificateArn", "fleet.pspInFlight", "timing.lease"}


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


def sets(user: Newcomer, values: Mapping[str, str]) -> None:
    """Set all of them as `pulumi config set --path` does one."""
    pairs = " ".join(f"--plaintext {shlex.quote(f'{key}={each}')}" for key, each in values.items())
    user.does(f"pulumi config set-all --stack dev --path {pairs}")


def test_a_wrong_value_of_each_setting_is_mended(user: Newcomer) -> None:
    """Every field and item is named by its path, and its line sets it, text like 2026 as text."""
    wrong = {each.path: WRONG[each.kind] for each in PLAIN if each.path not in ANY_TEXT}
    sets(user, wrong)
    assert mended(user) == list(wrong)
    assert "validating stack config" not in judged(user)


def samples(places: Iterable[SettingPlace]) -> list[str]:
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
    assert mended(user) == [path for path in PLACES if path in wrong - MAY_BE_NULL]


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
        each for each in wrong if value != [] or each not in MAY_BE_EMPTY
    }


def test_what_is_missing_is_mended(user: Newcomer) -> None:
    """Settings, a structure's field and a list's items that the program can't do without."""
    writes(user, {"timing": {"backOff": [7]}, "domain": {"name": "pay.example.com"}})
    assert mended(user) == [
        "aws:region",
        "aws:allowedAccountIds",
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


@pytest.mark.parametrize(
    "typed",
    [
        {
            "aws:allowedAccountIds": "aws:allowedAccountIds 444455556666",
            "currencies": "currencies eur",
            "webhookSecrets": "webhookSecrets whsec_one --secret",
            "domain": "domain pay.example.com",
            "allowedAccountIds": "allowedAccountIds 444455556666",
            "psp_key": "psp_key sk_test_newcomer --secret",
        },
        {ACCOUNT: f"--path '{ACCOUNT}' 4444-5555-6666", "currencies": "currencies 'eur, usd'"},
        {
            ACCOUNT: f"--path '{ACCOUNT}' '4444 5555 6666'",
            "currencies[0]": f"{CURRENCY} '€'",
        },
        {ACCOUNT: f"--secret --path '{ACCOUNT}' 44445555666", "currencies[0]": f"{CURRENCY} EUR"},
    ],
    ids=["no item", "dashes", "spaces", "short"],
)
def test_what_a_newcomer_types_is_mended(user: Newcomer, typed: Mapping[str, str]) -> None:
    """Spaces, dashes, a list set as one value, a key that is almost right: the line works."""
    user.does("\n".join(f"pulumi config set {each} --stack dev" for each in typed.values()))
    assert mended(user) == list(typed)


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ({"timing.lease": "150"}, "timing.lease"),
        ({"timing.giveUp": "7199"}, "timing.giveUp"),
        ({"timing.firstSweep": "3"}, "timing.firstSweep"),
        ({"processor.timeoutSeconds": "10"}, "processor.timeoutSeconds"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_times_that_do_not_fit_are_mended(
    user: Newcomer, wrong: Mapping[str, str], mend: str
) -> None:
    """The line is that of the setting to change first, and one change is enough."""
    writes(user, config(wrong))
    assert mended(user) == [mend]


def test_a_live_key_is_mended(user: Newcomer) -> None:
    """What two settings are wrong about together is mended by one of them."""
    user.does("pulumi config set --secret pspKey", "sk_live_newcomer")
    assert mended(user) == ["pspKey"]


def judged(user: Newcomer) -> str:
    """What the engine says of the config by `Pulumi.yaml`, before it looks for a program."""
    path = f"{ROOT / '.venv' / 'bin'}:{user.knows['PATH']}"
    return user.types("pulumi preview --stack dev --non-interactive", PATH=path).stdout


def test_what_pulumi_takes_for_a_number_is_taken_as_text(user: Newcomer) -> None:
    """An account's id and a domain may be numbers; in a currency's place the engine wants text."""
    bare = ("aws:allowedAccountIds", "domain")
    writes(user, {key: each for key, each in config({}).items() if key not in bare})
    user.does(
        "pulumi config set --path 'aws:allowedAccountIds[0]' 123456789012\n"
        f"pulumi config set --path domain.certificateArn {right('domain.certificateArn')}\n"
        "pulumi config set --path domain.name 404"
    )
    given = user.config()
    assert given["aws:allowedAccountIds"] == "[123456789012]"
    found = parse(given, livemode=False)
    assert found.account == "123456789012"
    assert found.domain
    assert found.domain.name == "404"
    assert "validating stack config" not in judged(user)
    for name in ("1234", "true"):
        user.does(f"pulumi config rm currencies\npulumi config set --path 'currencies[0]' {name}")
        assert "'currencies' must be of type 'array<string>'" in judged(user)
        assert mended(user) == ["currencies[0]"]
        assert "validating stack config" not in judged(user)


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
    assert "an id loses a 0 in front" in said(user.config())
    assert mended(user) == ["aws:allowedAccountIds[0]"]
