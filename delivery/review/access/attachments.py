"""What is attached to what: managed policies, groups, roles, boundaries, shares."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.review.access.dangers import why_managed
from delivery.review.access.found import Found, Line, canonical, clean, difference, is_true, items, together, words

_MANAGED = "managed policy {} is attached"
# Lists of which each item gives something.
_LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::IAM::Role": (("ManagedPolicyArns", _MANAGED),),
    "AWS::IAM::Group": (("ManagedPolicyArns", _MANAGED),),
    "AWS::IAM::User": (("ManagedPolicyArns", _MANAGED), ("Groups", "it is in the group {}")),
    "AWS::IAM::InstanceProfile": (("Roles", "machines with this profile act as the role {}"),),
    "AWS::IAM::OIDCProvider": (("Url", "sign-ins through {} are taken"), ("ClientIdList", "tokens for {} are taken")),
    "AWS::IAM::SAMLProvider": (("SamlMetadataDocument", "sign-ins by the SAML document {} are taken"),),
    "AWS::IAM::AccessKey": (("UserName", "there is a key for the user {}"),),
    "AWS::SSO::PermissionSet": (("ManagedPolicies", _MANAGED),),
    "AWS::RAM::ResourceShare": (
        ("Principals", "it is shared with {}"),
        ("ResourceArns", "{} is shared"),
        ("PermissionArns", "those that it is shared with have {}"),
    ),
    "AWS::RolesAnywhere::Profile": (
        ("RoleArns", "holders of certificates act as {}"),
        ("ManagedPolicyArns", "their sessions have the managed policy {}"),
    ),
    "AWS::EKS::PodIdentityAssociation": (("RoleArn", "pods act as {}"),),
    "AWS::EKS::AccessEntry": (("PrincipalArn", "{} may enter the cluster"), ("KubernetesGroups", "it is in {}")),
}
# What a policy of its own applies to.
_TARGETS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"), ("Roles", "Users", "Groups")),
    "AWS::IAM::RolePolicy": ("RoleName",),
    "AWS::IAM::UserPolicy": ("UserName",),
    "AWS::IAM::GroupPolicy": ("GroupName",),
    "AWS::S3::BucketPolicy": ("Bucket",),
    "AWS::SQS::QueuePolicy": ("Queues",),
    "AWS::SNS::TopicPolicy": ("Topics",),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId",),
}
# By whose permissions it works.
_ACTS: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::CodeBuild::Project": (("ServiceRole", "its builds act as {}"),),
    "AWS::CodePipeline::Pipeline": (("RoleArn", "it acts as {}"),),
    "AWS::EC2::Instance": (("IamInstanceProfile", "it acts by the instance profile {}"),),
    "AWS::ECS::TaskDefinition": (
        ("TaskRoleArn", "its containers act as {}"),
        ("ExecutionRoleArn", "ECS acts as {} to start it"),
    ),
    "AWS::Events::Rule": (("RoleArn", "it acts as {}"),),
    "AWS::Lambda::Function": (("Role", "the function acts as {}"),),
    "AWS::Scheduler::Schedule": (("Target/RoleArn", "it acts as {}"),),
    "AWS::StepFunctions::StateMachine": (("RoleArn", "it acts as {}"),),
}
_FIGURES: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::IAM::Role": (("MaxSessionDuration", "the longest session in seconds"),),
    "AWS::SSO::PermissionSet": (("SessionDuration", "the longest session"),),
    "AWS::IAM::OIDCProvider": (("ThumbprintList", "the thumbprint of the provider's certificate"),),
}
_BOUNDARIES = frozenset(("AWS::IAM::Role", "AWS::IAM::User", "AWS::SSO::PermissionSet"))
_PAIRS = frozenset(("AWS::IAM::UserToGroupAddition", "AWS::SSO::Assignment"))
ATTACHES = frozenset((*_LISTS, *_TARGETS, *_ACTS, *_FIGURES, *_BOUNDARIES, *_PAIRS))


def attachment_changes(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Found:
    """What is newly attached or no longer."""
    found = [difference(_given(type_, before), _given(type_, after))]
    if before is not None and after is not None:
        found += [
            _targets(type_, before, after),
            difference(_acts(type_, before), _acts(type_, after)),
            Found(notes=tuple(_exchanged(type_, before, after))),
        ]
        if type_ in _BOUNDARIES:
            found.append(_boundary(before, after))
    elif after is not None:
        found.append(Found(notes=tuple(line.sentence for line in _applies_to(type_, after))))
    attached = [line for line in found[0].gained if line.sentence.startswith("managed policy") and not line.dangers]
    found.append(Found(notes=tuple(f"what that lets it do is not looked up: {line.sentence}" for line in attached)))
    return together(found)


def _given(type_: str, properties: Mapping[str, Any] | None) -> Iterator[Line]:
    if properties is None:
        return
    for name, sentence in _LISTS.get(type_, ()):
        for word in words(properties.get(name)):
            yield _line(sentence, word)
    if type_ == "AWS::IAM::UserToGroupAddition":
        for user in words(properties.get("Users")):
            said = f"the user {user} is in the group {clean(properties.get('GroupName'))}"
            yield Line(said, reason=said)
    elif type_ == "AWS::SSO::Assignment":
        yield _assigned(properties)
    elif type_ == "AWS::SSO::PermissionSet":
        for reference in items(properties.get("CustomerManagedPolicyReferences")):
            known = isinstance(reference, Mapping) and "Name" in reference
            yield _line(_MANAGED, clean(reference["Name"] if known else canonical(reference)))
    elif type_ == "AWS::RAM::ResourceShare" and is_true(properties.get("AllowExternalPrincipals", True)):
        said = "accounts outside the organisation may be let in"
        yield Line(said, (said,))


def _line(sentence: str, word: str) -> Line:
    said = sentence.format(word)
    why = why_managed(word) if sentence == _MANAGED else ""
    return Line(said, (f"{said}, {why}",) if why else (), reason=said)


def _assigned(properties: Mapping[str, Any]) -> Line:
    kind, who = clean(properties.get("PrincipalType")).lower(), clean(properties.get("PrincipalId"))
    said = f"the {kind} {who} has {clean(properties.get('PermissionSetArn'))} in {clean(properties.get('TargetId'))}"
    return Line(said, reason=said)


def _applies_to(type_: str, properties: Mapping[str, Any]) -> Iterator[Line]:
    for name in _TARGETS.get(type_, ()):
        kind = name.removesuffix("Name").removesuffix("Id").removesuffix("s").lower()
        for word in words(properties.get(name)):
            said = f"it applies to the {kind} {word}"
            yield Line(said, reason=said)


def _acts(type_: str, properties: Mapping[str, Any]) -> Iterator[Line]:
    """The role that it works by; what that may do is said where the role is."""
    for name, sentence in _ACTS.get(type_, ()):
        first, _, second = name.partition("/")
        value = properties.get(first)
        for word in words(value.get(second) if second and isinstance(value, Mapping) else value):
            said = sentence.format(word)
            yield Line(said, reason=f"{said} from now on: what that lets it do is not compared")


def _targets(type_: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
    return difference(_applies_to(type_, before), _applies_to(type_, after))


def _exchanged(type_: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Figures that changed."""
    for name, said in _FIGURES.get(type_, ()):
        old, new = words(before.get(name)), words(after.get(name))
        if old != new:
            yield f"{said} is {', '.join(new) or 'not given'} instead of {', '.join(old) or 'not given'}"


def _boundary(before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
    """A boundary that goes, or that another one takes the place of."""
    old, new = before.get("PermissionsBoundary"), after.get("PermissionsBoundary")
    if canonical(old) == canonical(new):
        return Found()
    lifted = f"the permissions boundary {_named(old)} no longer limits it"
    placed = f"the permissions boundary {_named(new)} limits it"
    return Found(
        (Line(lifted, (lifted if new else f"{lifted}, and none takes its place",)),) if old else (),
        (Line(placed),) if new else (),
    )


def _named(boundary: Any) -> str:
    return clean(canonical(boundary) if isinstance(boundary, Mapping | list) else boundary)
