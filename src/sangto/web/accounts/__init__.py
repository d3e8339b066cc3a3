"""Signing in and out of the desk; accounts are made by whoever runs it, never by signing up."""
