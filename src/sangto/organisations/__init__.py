"""Who takes part: networks, their charters, agencies, competences, officers and accounts.

A *charter* is one network's coordination regulation as data: a YAML file that is validated as a
whole, versioned, and turned into rows. An *agency* has a kind, dates, a parent and a successor,
and is never deleted: what a charter no longer names gets an end date. A *competence* says which
agency settles a topic in a territory. A *membership* gives an account a role in one agency.

This room never decides about reports or cases, and its administrators see none of them.
Dates of validity are days in the network's time zone; ``valid_until`` is the last valid day.
"""
