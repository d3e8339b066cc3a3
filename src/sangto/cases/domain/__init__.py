"""Decisions about cases as plain functions over plain values."""
