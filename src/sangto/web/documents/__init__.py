"""Registers of official documents."""
