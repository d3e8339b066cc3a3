from sangto.queue.models.heartbeat import Heartbeat
from sangto.queue.models.task import Task

__all__ = ["Heartbeat", "Task"]
