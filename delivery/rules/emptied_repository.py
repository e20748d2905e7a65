from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

REPOSITORY = "AWS::ECR::Repository"


class EmptiedRepository(Rule):
    id = "W9502"
    shortdesc = "A repository with images in it cannot be deleted"
    description = (
        "With EmptyOnDelete, deleting a repository deletes the images in it, also those that tasks run and would "
        "have to pull again, and those that a rollback needs. Without it, ECR refuses."
    )
    advice = "Leave EmptyOnDelete out or set it to false"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html"
    )
    rows = ("ECR-7",)
    subjects = (REPOSITORY,)

    def look(self, world: World) -> Iterator[Found]:
        for repository in world.of(REPOSITORY):
            if repository["EmptyOnDelete"].yes:
                yield repository["EmptyOnDelete"].says("This repository is deleted with the images in it")
