"""A Django that does the least: one view with one indexed query, one with one insert."""
