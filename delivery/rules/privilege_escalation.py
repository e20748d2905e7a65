from collections.abc import Iterator

from delivery.rules._access_policies import IDENTITY, Statement, policies
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

GIVES_MORE = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
)
KNOWN = {action.lower() for action in GIVES_MORE}
BOUNDARY = "iam:permissionsboundary"
OWN = "aws:username}"
"""In a resource: everybody's own user, as in policies with which people look after their own keys."""


class PrivilegeEscalation(Rule):
    id = "E9406"
    shortdesc = "No statement lets its holder give itself more rights"
    description = (
        "Who may write policies, change who may assume a role or make keys for a user has whatever that policy, role "
        "or user can be given, however narrow the rest of the policy is. With the condition iam:PermissionsBoundary "
        "there is a limit to it."
    )
    advice = (
        "Leave such actions to the role that deploys; where one is needed, ask for iam:PermissionsBoundary in the "
        "Condition"
    )
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
    rows = ("IAM-6",)
    subjects = tuple(IDENTITY)

    def look(self, world: World) -> Iterator[Found]:
        for statement in policies(world, IDENTITY):
            if statement.allows and statement.readable and not _bounded(statement):
                for place, text in statement.texts("Action"):
                    if text.lower() in KNOWN:
                        yield place.says(f"With {text} the holder of this policy can give itself more rights")


def _bounded(statement: Statement) -> bool:
    resources = statement.texts("Resource")
    return any(item.key == BOUNDARY for item in statement.restrictions) or (
        bool(resources) and all(OWN in text for _, text in resources)
    )
