from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

BUCKET = "AWS::S3::Bucket"
ENFORCED = "BucketOwnerEnforced"


class BucketOwnership(Rule):
    id = "W9504"
    shortdesc = "A bucket's objects belong to its owner, and no access list counts"
    description = (
        "Without BucketOwnerEnforced, an account that writes an object may keep it for itself, and an access list on "
        "one object opens it although the bucket's policy is closed. New buckets have it; that a bucket has "
        "it still, only the template can say."
    )
    advice = "Set OwnershipControls.Rules[0].ObjectOwnership to BucketOwnerEnforced"
    source_url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"
    rows = ("S3-6",)
    subjects = (BUCKET,)

    def look(self, world: World) -> Iterator[Found]:
        for bucket in world.of(BUCKET):
            rules = bucket.at("OwnershipControls", "Rules")
            if rules.absent and not bucket["OwnershipControls"].unknown:
                yield rules.says("This bucket does not say to whom its objects belong")
            for rule in rules.items:
                ownership = rule["ObjectOwnership"].text
                if ownership not in (None, ENFORCED):
                    yield rule["ObjectOwnership"].says(f"The ownership of objects is {ownership}")
