"""The door for machines: ``/api/v1/``, described by its own OpenAPI document.

Thin like the other doors: an endpoint fetches, calls a room, answers. No session is honoured and no
cookie is set; who calls is known by a key, or by nothing at all.
"""
