"""Figures and digests at the desk."""
