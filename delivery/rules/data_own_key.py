from collections.abc import Iterator

from delivery.rules._data import CACHE, CLUSTER, FILES, INSTANCE, TABLE, databases, is_copy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

WHERE = {
    CACHE: ("KmsKeyId",),
    CLUSTER: ("KmsKeyId",),
    FILES: ("KmsKeyId",),
    INSTANCE: ("KmsKeyId",),
    TABLE: ("SSESpecification", "KMSMasterKeyId"),
}


class DataKeyOfOnesOwn(Rule):
    id = "W9531"
    shortdesc = "Data, and the passwords to it, are encrypted with a KMS key of one's own"
    description = (
        "Under the key of AWS nobody can say who may decrypt, and a snapshot can never be given to another account. "
        "The key is chosen when the data is created: changing it later replaces a database."
    )
    advice = "Name a KMS key of your own"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html"
    rows = ("RDS-1", "RDS-13", "EC-1", "EFS-1", "DDB-2")
    subjects = tuple(WHERE)

    def look(self, world: World) -> Iterator[Found]:
        for resource in (*databases(world), *world.of(CACHE, FILES, TABLE)):
            if not is_copy(resource):
                yield from _judged(resource.properties.at(*WHERE[resource.type]), "The data")
        for database in databases(world):
            if database["ManageMasterUserPassword"].yes:
                yield from _judged(database.properties.at("MasterUserSecret", "KmsKeyId"), "The password")


def _judged(key: Node, what: str) -> Iterator[Found]:
    if key.absent:
        yield key.says(f"{what} of this resource is encrypted with no key of your own")
    elif "alias/aws/" in (key.text or ""):
        yield key.says(f"{what} of this resource is encrypted with the key of AWS, {key.text}")
