"""What the settings of `only-ours` say is ours too, and for how long."""

import datetime as dt
from typing import Final

from policies.pci.framework import tokens
from policies.pci.rules.only_ours import only_ours
from policy_proof.resources import TODAY, resource
from tests.policies.case import blamed, said
from tests.policies.pci.ways_in import IN
from tests.policies.pci.ways_out import OUT
from tests.policies.pci.worlds import (
    OURS,
    PROVIDER,
    SETTINGS,
    STRANGE,
    THEIRS,
)

RULE: Final = only_ours(TODAY)


def test_the_settings_say_what_else_is_ours() -> None:
    """Each of them lets one kind through, and no other."""
    strangers = {
        "accounts": [THEIRS],
        "organizations": [STRANGE.organization],
        "regions": [OURS.region, STRANGE.region],
        "buckets": [STRANGE.bucket],
        "addresses": [STRANGE.address],
    }
    parts = ("account", "organization", "region", "bucket", "address")
    for (setting, value), part in zip(strangers.items(), parts, strict=True):
        config = {**SETTINGS, setting: value}
        for kind, build in (IN | OUT).values():
            theirs = OURS._replace(**{kind: getattr(STRANGE, kind)})
            found = blamed(RULE, build(theirs), provider=PROVIDER, config=config)
            assert found == ([] if kind == part else ["it"])


def test_a_partner_counts_until_his_day() -> None:
    """On the day itself too; afterwards he is a stranger, and his entry is reported."""
    target = resource(
        tokens.EVENT_TARGET, {"arn": STRANGE._replace(region=OURS.region).arn("sqs", "x")}
    )
    for days, wrong in ((0, []), (1, []), (-1, ["", "it"])):
        day = (TODAY + dt.timedelta(days=days)).isoformat()
        entry = {"account": THEIRS, "owner": "payments", "expires": day}
        found = blamed(RULE, target, provider=PROVIDER, config={"partners": [entry]})
        assert found == wrong


def test_a_partner_without_an_owner_is_a_mistake_in_the_settings() -> None:
    """It is named by its place, and lets nobody in."""
    entry = {"account": THEIRS, "expires": "2027-01-31"}
    found = said(
        RULE,
        resource(tokens.PERMISSION, {"principal": THEIRS}),
        provider=PROVIDER,
        config={"partners": [entry]},
    )
    assert [(name, say.partition(":")[0]) for _, name, say in found] == [
        ("", "partners[0]"),
        ("it", "principal"),
    ]
    assert "owner: Field required" in found[0][2]
    assert THEIRS not in found[0][2]
