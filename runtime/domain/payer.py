"""Who pays, as it is sealed with a payment and opened for its mail."""

import json

from runtime.domain.payment import Part
from runtime.domain.private import Clear


class Payer(Part):
    """What schema version 1 of a sealed customer holds."""

    email: Clear
    name: Clear | None = None

    def as_sealed(self) -> Clear:
        """The text that is sealed."""
        name = self.name and self.name.get_secret_value()
        return Clear(json.dumps({"email": self.email.get_secret_value(), "name": name}))

    @classmethod
    def of_sealed(cls, text: Clear) -> "Payer":
        """The payer again."""
        return cls.model_validate_json(text.get_secret_value())
