"""A payment service provider for one machine: the part of Stripe's API that the adapter uses.

It charges by the name of the payment method (`behaviours.py` is the table), refuses what
Stripe refuses and writes down in its own book what was really charged.
"""

from local.psp.server import LocalPsp, running

__all__ = ["LocalPsp", "running"]
