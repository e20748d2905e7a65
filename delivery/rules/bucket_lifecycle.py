from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

BUCKET = "AWS::S3::Bucket"
OLD_VERSIONS = ("NoncurrentVersionExpiration", "NoncurrentVersionExpirationInDays")
HALF_UPLOADS = ("AbortIncompleteMultipartUpload",)


class BucketLifecycle(Rule):
    id = "W9509"
    shortdesc = "Old versions and half-done uploads do not stay in a bucket for ever"
    description = (
        "With versioning, what is deleted or overwritten stays as an old version, and an upload that broke off stays "
        "in parts. No listing shows them, they are paid for every month, and what had to be erased is still there. "
        "Buckets with object lock are left alone."
    )
    advice = (
        "Have an enabled rule with NoncurrentVersionExpiration and one with AbortIncompleteMultipartUpload in "
        "LifecycleConfiguration"
    )
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html"
    rows = ("S3-7",)
    subjects = (BUCKET,)

    def look(self, world: World) -> Iterator[Found]:
        for bucket in world.of(BUCKET):
            rules = bucket.at("LifecycleConfiguration", "Rules")
            if rules.unknown or bucket["LifecycleConfiguration"].unknown:
                continue
            is_versioned = bucket.at("VersioningConfiguration", "Status").text == "Enabled"
            if is_versioned and bucket["ObjectLockEnabled"].no and not _has(rules, OLD_VERSIONS):
                yield rules.says("No rule ends old versions")
            if not _has(rules, HALF_UPLOADS):
                yield rules.says("No rule ends half-done uploads")


def _has(rules: Node, names: tuple[str, ...]) -> bool:
    """In an enabled rule, as far as is known."""
    return any(
        rule.unknown or (rule["Status"].text in (None, "Enabled") and any(rule[name].present for name in names))
        for rule in rules.items
    )
