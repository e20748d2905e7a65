from collections.abc import Iterator

from delivery.rules._releases import PIPELINE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class ArtifactKey(Rule):
    id = "W9802"
    shortdesc = "What a pipeline hands on is encrypted with a key of one's own"
    description = (
        "Without a key a pipeline uses the AWS-managed key of S3, which everybody in the account may use who may read "
        "the bucket, whose policy nobody can change, and with which no other account can deploy."
    )
    advice = "Set EncryptionKey of the artifact store to the type KMS and the ARN of a key of your own"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html"
    rows = ("CI-8",)
    subjects = (PIPELINE,)

    def look(self, world: World) -> Iterator[Found]:
        for pipeline in world.of(PIPELINE):
            stores = [pipeline["ArtifactStore"], *(one["ArtifactStore"] for one in pipeline["ArtifactStores"].items)]
            for store in stores:
                if store.keys and store["EncryptionKey"].absent:
                    yield store["EncryptionKey"].says("This artifact store has no key")
