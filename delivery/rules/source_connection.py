from collections.abc import Iterator

from delivery.rules._releases import PIPELINE, steps
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PROJECT = "AWS::CodeBuild::Project"
CREDENTIAL = "AWS::CodeBuild::SourceCredential"
CONNECTED = ("CODECONNECTIONS", "SECRETS_MANAGER")


class SourceConnection(Rule):
    id = "W9804"
    shortdesc = "Sources come through a connection, not with somebody's token"
    description = (
        "A token belongs to a person, opens all that this person may open, lasts until somebody takes it back, and "
        "stops the pipeline when the person leaves. A connection is an app that is allowed single repositories."
    )
    advice = (
        "Use an AWS CodeConnections connection: CodeStarSourceConnection in CodePipeline, CODECONNECTIONS in CodeBuild"
    )
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html"
    rows = ("CI-5",)
    subjects = (PIPELINE, PROJECT, CREDENTIAL)

    def look(self, world: World) -> Iterator[Found]:
        for pipeline in world.of(PIPELINE):
            for step in steps(pipeline):
                kind = step.action["ActionTypeId"]
                if kind["Owner"].text == "ThirdParty" and kind["Provider"].text == "GitHub":
                    yield kind.says("This action fetches the source with somebody's token")
        for project in world.of(PROJECT):
            for source in (project["Source"], *project["SecondarySources"].items):
                means = source.at("Auth", "Type")
                if means.text is not None and means.text not in CONNECTED:
                    yield means.says(f"This project fetches the source by {means.text}")
        for credential in world.of(CREDENTIAL):
            means = credential["AuthType"]
            if means.text in ("PERSONAL_ACCESS_TOKEN", "BASIC_AUTH", "OAUTH"):
                yield means.says(f"Builds fetch their source by {means.text}")
