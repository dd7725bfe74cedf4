"""The values that join components."""

from pulumi import Output

from components.lib.outputs import PspAccess, QueueRefs, Tables
from runtime.contract.env import LedgerEnv
from runtime.contract.env_timed import ProcessPaymentEnv
from tests.fakes.recorder import program, record


def test_values_name_variables_that_a_handler_reads() -> None:
    """The tables and the PSP's access come under the names of the handlers' models."""
    found: list[str] = []

    def declare() -> None:
        here = Output.from_input("here")
        found.extend(Tables(here, here, here).environment)
        assert found == [name for name in LedgerEnv.model_fields if name.endswith("_TABLE")]
        found.extend(PspAccess(here, "https://psp.example.com", here).environment)

    record(declare)
    assert set(found) < set(ProcessPaymentEnv.model_fields)


def test_a_queue_s_exports_tell_both_ends_apart() -> None:
    """What is exported as the queue's address is the queue's, and so is the dead letters'."""
    for short_name, name in {"payment": "payments", "notification": "notifier"}.items():
        queue, dead = (program().named(f"{name}-{end}") for end in ("queue", "dead-letters"))
        assert program().exports[f"{short_name}_queue_url"] == queue.outputs["url"]
        assert program().exports[f"{short_name}_dead_letter_url"] == dead.outputs["url"]


def test_ends_hold_the_queue_s_own_values() -> None:
    """A component registers its ends as they are: names and addresses of two queues."""
    (urn,) = (
        each.urn for each in program().resources if each.type == "tillstack:index:PaymentQueue"
    )
    refs = program().registered_outputs[urn]["refs"]
    assert set(refs) == set(QueueRefs.__dataclass_fields__)
    assert refs["arn"].endswith(":tillstack-local-payments")
    assert refs["dead_letter_arn"].endswith(":tillstack-local-payments-dead")
