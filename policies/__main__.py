"""The policy pack; the rules are in `pci/`, and can be imported without starting a server."""

import gc

from pci.framework.servicer import Servicer, serve
from pci.pack import judge, policies

# It lives for one preview or update and makes many small objects: the collector would take a
# fifth of its time and free nothing.
gc.disable()
serve(Servicer("tillstack-pci", policies(judge())))
