"""Decisions about appeals as plain functions over plain values."""
