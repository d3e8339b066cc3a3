from sangto.queue.services.buckets import forget_buckets, take
from sangto.queue.services.heartbeats import beat
from sangto.queue.services.leases import Lease, LeaseLost, claim, fail, finish, renew
from sangto.queue.services.tasks import prune, put, put_again, revive

__all__ = [
    "Lease",
    "LeaseLost",
    "beat",
    "claim",
    "fail",
    "finish",
    "forget_buckets",
    "prune",
    "put",
    "put_again",
    "renew",
    "revive",
    "take",
]
