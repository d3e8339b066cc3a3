from sangto.queue.models.bucket import Bucket, BucketSalt
from sangto.queue.models.heartbeat import Heartbeat
from sangto.queue.models.task import Task

__all__ = ["Bucket", "BucketSalt", "Heartbeat", "Task"]
