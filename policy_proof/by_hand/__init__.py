"""Tables of mutants: one line says what is broken and which rule must say so."""
