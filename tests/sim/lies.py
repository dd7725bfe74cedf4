"""A finished payment, and lies about it that the checks must find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from runtime.domain.email_event import Reason
from runtime.domain.ledger import Entry
from runtime.domain.payment import MailStatus, payment_id
from runtime.domain.psp import PspState
from tests.sim.batch import quiet
from tests.sim.book import PAYS, Capture, ChargeCall
from tests.sim.chaos import Options
from tests.sim.clients import Client, make_ask
from tests.sim.history import come_to_rest, sweep_every_minute
from tests.sim.scene import Said, Scene
from tests.sim.world import World

ID = payment_id("acme", "key-1")
Lie = Callable[[Scene], None]


def finished(card: str = PAYS) -> Scene:
    """One payment that came to rest without a fault, but for one mail that was refused at first."""
    world = World("test", Options())
    world.lies = {"mail": ["throttled"]}
    client = Client(world, make_ask("acme", "key-1", 2_500, card, "payer@example.com"))
    world.stage.after(0, client.submit)
    sweep_every_minute(world)
    try:
        with quiet():
            come_to_rest(world)
    finally:
        world.stage.close()
    return world.scene


def row(**changes: Any) -> Lie:
    """A lie on the row."""

    def tell(scene: Scene) -> None:
        scene.store.rows[ID] = scene.store.rows[ID].model_copy(update=changes)

    return tell


def entry(position: int, **changes: Any) -> Lie:
    """A lie in an entry, by its place."""

    def tell(scene: Scene) -> None:
        lines = scene.store.lines[ID]
        lines[position] = lines[position].model_copy(update=changes)

    return tell


def data(position: int, **changes: Any) -> Lie:
    """A lie in an entry's data."""

    def tell(scene: Scene) -> None:
        entry(position, data={**scene.store.lines[ID][position].data, **changes})(scene)

    return tell


def mail(**changes: Any) -> Lie:
    """A lie in the mail that was sent."""

    def tell(scene: Scene) -> None:
        scene.mails[0] = scene.mails[0]._replace(**changes)

    return tell


def unclaimed_mails(scene: Scene) -> None:
    """More mails than claims."""
    scene.mails.extend(scene.mails * 2)


def open_object(scene: Scene) -> None:
    """An object that can still be charged."""
    for intent in scene.book.intents.values():
        intent.state = PspState.NOT_CHARGED


def confirmed_orphan(scene: Scene) -> None:
    """An object that no row names and somebody confirmed."""
    known = next(iter(scene.book.intents.values()))
    scene.book.intents["pi_orphan"] = replace(known, ref="pi_orphan")


def charged_again(scene: Scene) -> None:
    """Money was taken once more."""
    scene.book.captures.append(Capture(ID, 2_500, "eur"))


def not_charged(scene: Scene) -> None:
    """Money was never taken."""
    scene.book.captures.clear()


def unannounced_call(scene: Scene) -> None:
    """A charge call that no entry announced."""
    scene.book.calls.append(ChargeCall(ID, 2))


def uncalled_attempt(scene: Scene) -> None:
    """An attempt whose call never left."""
    scene.book.calls.clear()


def repeated_call(scene: Scene) -> None:
    """A charge call that left twice under one number."""
    scene.book.calls.append(ChargeCall(ID, 1))


def early_mail(scene: Scene) -> None:
    """A mail that was refused was tried again at once."""
    lines = scene.lines(ID)
    refused = next(one for one in lines if one.data.get("notification") and _is_due(one))
    entry(lines.index(refused) + 1, at=refused.at)(scene)


def _is_due(line: Entry) -> bool:
    record = line.data["notification"]
    return isinstance(record, dict) and record["status"] == MailStatus.DUE


def unheard(scene: Scene) -> None:
    """The mail bounced, and the service said so to nobody."""
    sent = scene.store.rows[ID].notification
    scene.said[sent.message_id or ""] = Said(sent.id or "", Reason.BOUNCED)


def unalarmed(scene: Scene) -> None:
    """A mail is undeliverable, and no alarm rang."""
    lines = scene.store.lines[ID]
    record = {**lines[-1].data["notification"], "status": MailStatus.UNDELIVERABLE}
    data(len(lines) - 1, notification=record)(scene)


def marked_by_nobody(scene: Scene) -> None:
    """A mail is undeliverable by the word of a service that never gave it."""
    unalarmed(scene)
    entry(len(scene.store.lines[ID]) - 1, actor="mailer")(scene)
