"""Background work as people see it: what waits, and what was given up."""
