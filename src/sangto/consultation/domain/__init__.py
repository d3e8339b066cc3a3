"""Decisions about asking and commenting as plain functions over plain values."""
