"""The index of near-copies: one interface, one implementation for each database."""
