"""Who may do what: changes of policies, attachments, networks and switches, as statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.review.access.attachments import ATTACHES, attachment_changes
from delivery.review.access.documents import policy_changes, who_may_use
from delivery.review.access.found import Found, Line, together
from delivery.review.access.openness import OPENS, openness_changes
from delivery.review.access.places import has_known_places
from delivery.review.access.security_groups import NETWORK, network_changes
from delivery.review.access.written_out import WRITTEN_OUT
from delivery.review.model import Level, Reason, Statement

_CALM = 3  # reasons without danger that are told one by one
# What is opened up stays when these go, or was there before they came.
_STANDS_ALONE = frozenset(
    (
        *WRITTEN_OUT,
        "AWS::EC2::NetworkAclEntry",
        "AWS::EC2::SecurityGroupEgress",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EKS::AccessEntry",
        "AWS::EKS::PodIdentityAssociation",
        "AWS::IAM::AccessKey",
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::SAMLProvider",
        "AWS::IAM::UserToGroupAddition",
        "AWS::RAM::ResourceShare",
        "AWS::SSO::Assignment",
    )
)
_NEW = {
    "AWS::IAM::Group": "a new group",
    "AWS::IAM::InstanceProfile": "a new instance profile",
    "AWS::IAM::User": "a new user",
    "AWS::SSO::PermissionSet": "a new permission set",
}


@dataclass(frozen=True)
class Access:
    """Who may do more, and who may do less."""

    statements: tuple[Statement, ...] = ()  # what is gained first, the dangerous first
    reasons: tuple[Reason, ...] = ()  # what widens or could not be read, the worst first
    notes: tuple[str, ...] = ()


def access(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Access | None:
    """What changes in who may do what, by the properties; None where the type decides nothing of it."""
    if any(side is not None and not isinstance(side, Mapping) for side in (before, after)):
        return _told(
            Found(unread=() if before == after else ("its properties could not be read: it needs a person",)), ""
        )
    stands_alone = type_.endswith("Policy") or type_ in _STANDS_ALONE
    looks = [policy_changes(type_, before, after, stands_alone)]
    if type_ in ATTACHES:
        looks.append(attachment_changes(type_, before, after))
    if type_ in NETWORK:
        looks.append(network_changes(type_, before, after))
    if type_ in OPENS:
        looks.append(openness_changes(type_, before, after))
    found = [look for look in looks if look is not None]
    if not found and type_ not in WRITTEN_OUT and not has_known_places(type_):
        return None
    return _told(together(found), _calm(type_, before, after, stands_alone))


def _calm(
    type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, stands_alone: bool
) -> str | None:
    """The one sentence for something new that nothing is dangerous about; None where each gain has its own."""
    if before is not None or after is None or stands_alone:
        return None
    if type_ == "AWS::IAM::Role":
        who = who_may_use(after)
        return f"a new role: {who} may use it" if who else "a new role"
    return _NEW.get(type_, "")


def _told(found: Found, calm: str | None) -> Access:
    gained, lost = _once(found.gained), _once(found.lost)
    statements = (
        *(Statement(True, line.sentence, bool(line.dangers)) for line in gained),
        *(Statement(False, line.sentence) for line in lost),
    )
    notes = [*found.notes, *found.unread]
    if lost and not gained and not found.unread:
        notes.insert(
            0, f"narrows: {len(lost)} {'entry' if len(lost) == 1 else 'entries'} of who may do what, none wider"
        )
    dangers = [reason for line in gained for reason in line.dangers]
    sentences = [*dangers, *(_of_the_rest(gained) if calm is None else [calm] if calm and not dangers else [])]
    reasons = (
        *(Reason(Level.ACCESS, sentence) for sentence in dict.fromkeys(sentences)),
        *(Reason(Level.UNKNOWN, sentence) for sentence in dict.fromkeys(found.unread)),
    )
    return Access(statements, reasons, tuple(dict.fromkeys(notes)))


def _once(lines: Iterable[Line]) -> list[Line]:
    by_sentence = {line.sentence: line for line in lines}
    return sorted(by_sentence.values(), key=lambda line: (not line.public, not line.dangers, line.sentence))


def _of_the_rest(gained: list[Line]) -> list[str]:
    """A sentence for each gain that is not dangerous, as long as they are few."""
    calm = [line.reason or line.sentence for line in gained if not line.dangers]
    if len(calm) <= _CALM + 1:
        return calm
    return [*calm[:_CALM], f"and {len(calm) - _CALM} more: see who gains what"]
