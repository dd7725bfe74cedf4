"""The floor answers our own clients."""

import subprocess
import sys

from bench import stub_services
from bench.stub_services import PSP_KEY, aws, environment, psp
from runtime.contract.env_timed import ProcessPaymentEnv
from runtime.domain.payment import payment_id

ID = payment_id("acme", "key-1")


def test_the_environment_is_the_processor_s() -> None:
    """Whatever is measured reads it as a function does."""
    read = ProcessPaymentEnv.model_validate(environment("http://127.0.0.1:1"))
    assert read.PSP_API_BASE == "http://127.0.0.1:1"


def test_a_card_pays() -> None:
    """Created, confirmed and read back, an intent tells of its own money."""
    asked = {"amount": "2500", "currency": "eur", "metadata[payment_id]": ID}
    made = psp("POST", "/v1/payment_intents", asked)
    assert made["status"] == "requires_confirmation"
    psp("POST", f"/v1/payment_intents/{made['id']}/confirm", {})
    read = psp("GET", f"/v1/payment_intents/{made['id']}?expand[0]=latest_charge", {})
    assert (read["status"], read["amount_received"]) == ("succeeded", 2500)
    assert read["latest_charge"]["payment_intent"] == made["id"]


def test_the_secret_is_the_psp_s_key() -> None:
    """A test key: no live one is anywhere."""
    assert aws("GetSecretValue", {})["SecretString"] == PSP_KEY
    assert PSP_KEY.startswith("sk_test_")


def test_it_ends_with_whoever_started_it() -> None:
    """Nothing is left running when its standard input ends."""
    command = [sys.executable, "-m", stub_services.__name__, "{}"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=True)  # noqa: S603 - ours
    assert int(done.stdout) > 0
