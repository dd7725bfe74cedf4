"""A payment service provider for one machine: the part of Stripe's API that the adapter uses."""
