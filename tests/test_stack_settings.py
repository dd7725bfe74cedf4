"""The stack's settings: what they accept, and how they say what is wrong."""

import json
from typing import Any

import pytest
import yaml

from runtime.contract.timing import Timing
from stack_settings import SettingsError, StackSettings, parse, read_settings
from tests.fakes.recorder import ROOT, record

GIVEN: dict[str, Any] = {
    "aws:region": "eu-central-1",
    "aws:allowedAccountIds": '["444455556666"]',
    "pspKey": "sk_test_elsewhere",
    "senderAddress": "payments@example.com",
}
LIVE_KEY = "sk_live_elsewhere"


def settings(**given: str) -> StackSettings:
    """Settings of a stack that is not `prod`."""
    return parse({**GIVEN, **given}, livemode=False)


def refusal(given: dict[str, Any], *, livemode: bool = False) -> str:
    """What the settings say of `given`."""
    with pytest.raises(SettingsError) as caught:
        parse(given, livemode=livemode)
    return str(caught.value)


def test_a_currency_that_is_not_offered_is_refused_with_those_that_are() -> None:
    """Nothing is known of its digits and its smallest charge; capitals are another code."""
    for wrong in ("zzz", "EUR", "btc"):
        text = refusal({**GIVEN, "currencies": json.dumps(["eur", wrong])})
        assert "must be one of aed, aud," in text
        assert "currencies[1]" in text


def test_what_is_not_set_has_the_default_that_the_project_file_declares() -> None:
    """`Pulumi.yaml` and the model know the same keys and the same defaults."""
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    fields = StackSettings.model_fields
    known = {field.alias for field in fields.values() if not str(field.alias).startswith("aws:")}
    assert set(declared) == known
    defaults = {key: each["default"] for key, each in declared.items() if "default" in each}
    text = {
        key: each if isinstance(each, str) else json.dumps(each) for key, each in defaults.items()
    }
    assert parse({**GIVEN, **text}, livemode=False) == settings()


def test_each_key_of_the_project_file_is_described() -> None:
    """A person who reads `Pulumi.yaml` learns each key's type and meaning."""
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    assert [key for key, each in declared.items() if not {"type", "description"} <= set(each)] == []


def test_numbers_and_structures_come_as_text() -> None:
    """The engine passes every value as text, a structure as JSON."""
    found = settings(pspKeyVersion="3", ownsApiGatewayAccount="true", throttle='{"rate": 7}')
    assert found.psp_key_version == 3
    assert found.owns_api_gateway_account
    assert (found.throttle.rate, found.throttle.burst) == (7, 25)


def test_an_empty_optional_value_is_none() -> None:
    """The CLI wants a default for each optional key, so an empty one counts as unset."""
    found = settings(alarmEmail="", domain="{}")
    assert found.alarm_email is None
    assert found.domain is None


def test_the_lease_follows_the_processor() -> None:
    """Where no lease is set, it is the processor's timeout and thirty seconds."""
    timing = Timing.model_validate_json(settings(processor='{"timeoutSeconds": 60}').timing_json)
    assert timing.lease == 90
    given = settings(timing='{"lease": 63}').timing_json
    assert Timing.model_validate_json(given).lease == 63


def test_one_merchant_has_half_of_the_throttle_where_nothing_is_set() -> None:
    """Rounded up, so that it is never none; a limit that is set is the limit."""
    assert settings(throttle='{"rate": 7, "burst": 1}').merchant_limit_json == (
        '{"rate":4,"burst":1}'
    )
    own = settings(merchantLimit='{"rate": 3, "burst": 9}').merchant_limit_json
    assert own == '{"rate":3,"burst":9}'


def test_the_timing_is_what_the_functions_read() -> None:
    """The settings' timing has the fields and the defaults of the domain's own model."""
    assert Timing.model_validate_json(settings().timing_json) == Timing()


@pytest.mark.parametrize(
    ("key", "value", "mend"),
    [
        ("currencies", "[]", "pulumi config set --path 'currencies[0]'"),
        ("currencies", '["Euro"]', "pulumi config set --path 'currencies[0]'"),
        ("merchantLimit", '{"rate": 0}', "pulumi config set --path 'merchantLimit.rate'"),
        ("merchants", '["acme"]', "pulumi config rm --path 'merchants'"),
        ("senderAddress", "nobody", "pulumi config set --path 'senderAddress'"),
        ("senderAddress", "<shop@example.com>", "pulumi config set --path 'senderAddress'"),
        ("senderAddress", "s..hop@example.com", "pulumi config set --path 'senderAddress'"),
        ("retention", "maybe", "pulumi config set --path 'retention'"),
        ("logRetentionDays", "30", "pulumi config set --path 'logRetentionDays'"),
        ("payerRetentionDays", "29", "pulumi config set --path 'payerRetentionDays'"),
        ("payerRetentionDays", "3654", "pulumi config set --path 'payerRetentionDays'"),
        ("fourEyesAbove", '{"eur": 1}', "pulumi config set --path 'fourEyesAbove.usd'"),
        ("fourEyesAbove", '{"eur": 1, "usd": -1}', "set --path 'fourEyesAbove.usd'"),
        ("fourEyesAbove", '{"eur": 1, "usd": 1, "gbp": 1}', "rm --path 'fourEyesAbove.gbp'"),
        ("fourEyesAbove", "5", "pulumi config rm --path 'fourEyesAbove'"),
        ("timing", '{"backOff": [1, 2]}', "pulumi config set --path 'timing.backOff"),
        ("timing", '{"backof": 1}', "pulumi config rm --path 'timing.backof'"),
        ("timing", "{broken", "pulumi config rm --path 'timing'"),
        ("currncies", "x", "pulumi config rm --path 'currncies'"),
        ("domain", '{"name": "pay.example.com"}', "--path 'domain.certificateArn'"),
    ],
)
def test_a_wrong_key_is_named_with_the_line_that_mends_it(key: str, value: str, mend: str) -> None:
    """An unknown key or a wrong value is named, and the command that mends it is there to copy."""
    assert mend in refusal({**GIVEN, key: value})


def test_how_long_a_payer_is_kept_has_bounds_that_are_said() -> None:
    """In days, and why."""
    assert settings().payer_retention_days == 400
    assert settings(payerRetentionDays="30").payer_retention_days == 30
    assert "must be 30 to 3653 days" in refusal({**GIVEN, "payerRetentionDays": "7"})


def test_four_eyes_are_off_or_for_every_currency() -> None:
    """One that was forgotten would be resolved by one person."""
    assert settings().four_eyes_above == {}
    assert settings(fourEyesAbove='{"eur": 0, "usd": 7}').four_eyes_above == {"eur": 0, "usd": 7}
    assert "usd is missing" in refusal({**GIVEN, "fourEyesAbove": '{"eur": 0}'})


@pytest.mark.parametrize("key", sorted(GIVEN))
def test_a_missing_key_is_named(key: str) -> None:
    """Each key without a default is asked for by name."""
    given = {each: value for each, value in GIVEN.items() if each != key}
    assert f"pulumi config set {'--secret ' if key == 'pspKey' else ''}--path '{key}" in refusal(
        given
    )


def test_an_account_may_have_become_a_number() -> None:
    """Without `--type string` the command writes one, and AWS's own provider takes it too."""
    given = {**GIVEN, "aws:allowedAccountIds": "[444455556666]"}
    assert parse(given, livemode=False).account == "444455556666"


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ("[44445555666]", "has less than 12 digits"),
        ('["44445555666"]', "has less than 12 digits"),
        ('["4444-5555-6666"]', "must be 12 digits, without spaces or dashes"),
        ('["4444 5555 6666"]', "must be 12 digits, without spaces or dashes"),
        ("[4444555566667]", "must be 12 digits"),
        ("[-444455556666]", "must be 12 digits"),
    ],
)
def test_what_is_no_account_is_refused(account: str, sentence: str) -> None:
    """One that lost its leading 0 as well; the line that mends it writes text."""
    said = refusal({**GIVEN, "aws:allowedAccountIds": account})
    assert f"aws:allowedAccountIds[0]: {sentence}" in said
    assert "--path 'aws:allowedAccountIds[0]' --type string …" in said
    assert account[2:-2] not in said


def test_a_live_key_stops_every_stack_but_prod() -> None:
    """A live key outside of `prod`, and a test key in it, stop the deployment."""
    assert "only the stack `prod`" in refusal({**GIVEN, "pspKey": LIVE_KEY})
    assert "needs one" in refusal(GIVEN, livemode=True)
    assert parse({**GIVEN, "pspKey": LIVE_KEY}, livemode=True).livemode
    assert not settings().livemode


def test_no_value_is_ever_echoed() -> None:
    """A refusal and a printed model hold no secret."""
    assert LIVE_KEY not in refusal({**GIVEN, "pspKey": LIVE_KEY, "retention": "maybe"})
    assert GIVEN["pspKey"] not in repr(settings())


def test_the_engine_s_config_is_read_once_for_this_project() -> None:
    """Keys of other namespaces are left alone, the provider's region and account are taken."""
    found: list[StackSettings] = []
    config = {key if ":" in key else f"tillstack:{key}": value for key, value in GIVEN.items()}
    record(lambda: found.append(read_settings()), "dev", {**config, "other:key": "x"})
    assert found[0].account == "444455556666"


@pytest.mark.parametrize("name", ["-", "acme-", "-acme", "a" * 41])
def test_a_ledger_s_suffix_begins_and_ends_with_a_letter_or_digit(name: str) -> None:
    """It stands after a dash, at the end of restored tables' names."""
    assert "ledgerSuffix" in refusal({**GIVEN, "ledgerSuffix": name})


def test_a_certificate_may_be_of_any_partition() -> None:
    """Whether it is of the stack's own is asked where the region is known."""
    domain = {"name": "pay.example.com", "certificateArn": "arn:aws-us-gov:acm:x"}
    found = settings(domain=json.dumps(domain)).domain
    assert found is not None
    assert found.certificate_arn == "arn:aws-us-gov:acm:x"


def test_the_lines_are_for_the_stack_that_is_deployed() -> None:
    """Another one may be selected, so each line names it."""
    config = {key if ":" in key else f"tillstack:{key}": value for key, value in GIVEN.items()}
    said: list[str] = []

    def program() -> None:
        with pytest.raises(SettingsError) as caught:
            read_settings()
        said.append(str(caught.value))

    record(program, "staging", {**config, "tillstack:senderAddress": "nobody"})
    assert "pulumi config set --path 'senderAddress' … --stack staging" in said[0]
