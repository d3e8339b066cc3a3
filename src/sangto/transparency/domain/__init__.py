"""Entries, their bytes and their proofs as plain values."""
