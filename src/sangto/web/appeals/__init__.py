"""Objecting in public, and deciding about it at the desk."""
