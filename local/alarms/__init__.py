"""CloudWatch's alarms, evaluated here: as declared in the program, faster than real time."""
