"""Figures of the work, the digest, the dashboard and the periodic reports."""
