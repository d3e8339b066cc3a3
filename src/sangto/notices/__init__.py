"""What the desk sends: outbox rows written with a change, delivered afterwards.

Words: a *message* is one mail to one address; it *waits*, then it is *sent*, *dropped* (mail is
switched off) or *failed* (the other side refuses it for good, and the desk can see that).

This room never sends inside the transaction of a change, never drops a message silently, and
never keeps the address of a message that has gone.
"""
