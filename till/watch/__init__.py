"""How the stack itself is: circuit, health, alarms, and the mails of a local one."""
