"""Verdicts: what was found out about a claim, signed by two people and published with its sources.

A *verdict* belongs to one claim and has numbered *versions*; one of them is published at a time and
every earlier one stays readable. A version has *sources*, dated *grounds* and a day until which it
holds. *Deliveries* say who was told. Nothing here judges its own matter (SCOPE.md 5), names an
author, or lets an imported verdict answer anybody.
"""
