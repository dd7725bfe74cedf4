"""How an alarm's XML is completed."""

from local.emulator.mends.alarms import complete

PAGE = "<Alarms><member><AlarmName>one</AlarmName><Period>1</Period></member></Alarms>"


def test_what_is_known_is_written_and_what_is_unset_is_not() -> None:
    """Lists, objects, truth values and text get AWS's form; nothing stands for nothing."""
    alarm = {
        "ActionsEnabled": False,
        "AlarmActions": ["a"],
        "AlarmDescription": "<&>",
        "Dimensions": [{"Name": "k", "Value": "v"}],
        "Unit": None,
    }
    page = complete(PAGE, {"one": alarm})
    assert page == PAGE.replace(
        "</member>",
        "<ActionsEnabled>false</ActionsEnabled>"
        "<AlarmActions><member>a</member></AlarmActions>"
        "<AlarmDescription>&lt;&amp;&gt;</AlarmDescription>"
        "<Dimensions><member><Name>k</Name><Value>v</Value></member></Dimensions>"
        "</member>",
    )


def test_an_alarm_that_nobody_knows_stays_as_it_is() -> None:
    """A composite alarm is none of these."""
    assert complete(PAGE, {}) == PAGE
