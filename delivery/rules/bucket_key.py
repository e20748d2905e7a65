from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

BUCKET = "AWS::S3::Bucket"
WITH_KMS = "aws:kms"


class BucketKey(Rule):
    id = "W9510"
    shortdesc = "A bucket that KMS encrypts uses one bucket key for many objects"
    description = (
        "Without BucketKeyEnabled each object that is read or written is a call to KMS of its own: it is paid for, and "
        "under load KMS throttles, for everything in the account that uses it. Dual-layer encryption knows no "
        "bucket keys and is left alone."
    )
    advice = "Set BucketKeyEnabled to true beside ServerSideEncryptionByDefault"
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"
    rows = ("S3-2",)
    subjects = (BUCKET,)

    def look(self, world: World) -> Iterator[Found]:
        for bucket in world.of(BUCKET):
            for rule in bucket.at("BucketEncryption", "ServerSideEncryptionConfiguration").items:
                algorithm = rule.at("ServerSideEncryptionByDefault", "SSEAlgorithm").text
                if algorithm == WITH_KMS and rule["BucketKeyEnabled"].no:
                    yield rule["BucketKeyEnabled"].says("Every object of this bucket is a call to KMS")
