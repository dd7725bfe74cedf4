"""Small programs with what our own stacks do not have, to be broken one by one."""
