"""Work that is done later, exactly once in its effects.

Words: a *task* is one row to be worked on; a *lease* is a worker's right to it for a while; a
*dead letter* is a task that failed too often and waits for a person. A task is put into the
queue by the transaction that makes it necessary, and marked as done by the transaction that
holds its effects, so that a machine that stops at any moment neither loses nor doubles them.
Payloads hold ids, never content.
"""
