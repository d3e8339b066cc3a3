"""Decisions about measures and answers as plain functions over plain values."""
