from collections.abc import Iterator

from delivery.rules._containers import TASK, parts, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World


class EfsAuthorization(Rule):
    id = "E9104"
    shortdesc = "A task mounts an EFS volume with its own role, through an access point"
    description = (
        "Without IAM authorisation everything that reaches the mount target over the network may mount the file "
        "system; without an access point it sees the root of it, as whatever user it claims to be."
    )
    advice = "Set AuthorizationConfig with IAM ENABLED and an AccessPointId, beside TransitEncryption ENABLED"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html"
    rows = ("TD-9",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for task in world.of(TASK):
            for volume in parts(task.properties.at("Volumes")):
                efs = volume["EFSVolumeConfiguration"]
                authorization = efs.at("AuthorizationConfig")
                if efs.present and not authorization.unknown:
                    yield from _gaps(f"The EFS volume {volume['Name'].text or 'without a name'}", authorization)


def _gaps(volume: str, authorization: Node) -> Iterator[Found]:
    if authorization.absent:
        yield authorization.says(f"{volume} has no AuthorizationConfig")
        return
    iam, point = authorization["IAM"], authorization["AccessPointId"]
    if not iam.unknown and iam.text != "ENABLED":
        yield iam.says(f"{volume} is mounted without the task's role: {stated('IAM', iam)}")
    if point.absent:
        yield point.says(f"{volume} is mounted without an access point")
