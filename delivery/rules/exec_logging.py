from collections.abc import Iterator

from delivery.rules._containers import CLUSTER, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

DESTINATIONS = (
    ("CloudWatchLogGroupName", "CloudWatchEncryptionEnabled"),
    ("S3BucketName", "S3EncryptionEnabled"),
)


class ExecLogging(Rule):
    id = "E9102"
    shortdesc = "A cluster writes shell sessions to an encrypted log"
    description = (
        "ECS Exec can be switched on for any service and any single task of a cluster. Without this configuration "
        "a session leaves no record of its own, and no key of yours protects it."
    )
    advice = (
        "Set Configuration.ExecuteCommandConfiguration with Logging OVERRIDE, KmsKeyId, and a LogConfiguration that "
        "names a log group or a bucket and switches its encryption on"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"
    rows = ("ECSC-2",)
    subjects = (CLUSTER,)

    def look(self, world: World) -> Iterator[Found]:
        for cluster in world.of(CLUSTER):
            sessions = cluster.properties.at("Configuration", "ExecuteCommandConfiguration")
            if sessions.absent:
                yield sessions.says("This cluster does not say what happens to the record of ECS Exec sessions")
            elif not sessions.unknown:
                yield from _gaps(sessions)


def _gaps(sessions: Node) -> Iterator[Found]:
    if sessions["KmsKeyId"].absent:
        yield sessions.says("ECS Exec sessions have no KmsKeyId")
    logging = sessions["Logging"]
    if logging.unknown:
        return
    if logging.text != "OVERRIDE":
        yield logging.says(f"{stated('Logging', logging)}: ECS Exec sessions have no log of their own")
        return
    log = sessions["LogConfiguration"]
    if log.unknown:
        return
    named = [(name, switch) for name, switch in DESTINATIONS if log[name].present]
    if not named:
        yield log.says("The LogConfiguration names neither a log group nor a bucket")
    for name, switch in named:
        if log[switch].no:
            yield log[switch].says(f"{stated(switch, log[switch])} beside {name}")
