"""What is dangerous to be allowed, and why: facts."""

from delivery.review.access.globs import covers, meet

# Patterns of actions, in lower case, and what they let somebody do. The first that fits is told.
_ACTIONS: tuple[tuple[str, str], ...] = (
    ("iam:passrole", "which lets it hand on a role"),
    ("sts:assumerole*", "which lets it act as another role"),
    ("sts:getfederationtoken", "which lets it make credentials for others"),
    ("iam:createaccesskey", "which lets it make keys for others"),
    ("iam:createloginprofile", "which lets it set passwords of others"),
    ("iam:updateloginprofile", "which lets it set passwords of others"),
    ("iam:create*", "which lets it create who may do more"),
    ("iam:attach*", "which lets it give any policy"),
    ("iam:put*", "which lets it write its own permissions"),
    ("iam:add*", "which lets it add to groups and roles"),
    ("iam:update*", "which lets it change who may act as a role"),
    ("iam:set*", "which lets it change what a policy says"),
    ("iam:upload*", "which lets it bring keys and certificates of its own"),
    ("iam:detach*", "which lets it take denials away"),
    ("iam:delete*", "which lets it take denials and limits away"),
    ("sso:*permissionset", "which lets it change what people may do"),
    ("sso:createaccountassignment", "which lets it give people access"),
    ("kms:putkeypolicy", "which lets it give the key to anybody"),
    ("kms:creategrant", "which lets it give the key to others"),
    ("kms:schedulekeydeletion", "which lets it destroy what the key protects"),
    ("kms:disablekey", "which lets it lock what the key protects"),
    ("secretsmanager:*getsecretvalue", "which lets it read secrets"),
    ("secretsmanager:putresourcepolicy", "which lets it give secrets to others"),
    ("ssm:sendcommand", "which lets it run commands on machines"),
    ("ssm:startsession", "which lets it open a shell on machines"),
    ("ecs:executecommand", "which lets it open a shell in containers"),
    ("lambda:updatefunctioncode", "which lets it act as the roles of functions"),
    ("lambda:addpermission", "which lets it open functions to others"),
    ("s3:putbucketpolicy", "which lets it open buckets to others"),
    ("s3:deletebucketpolicy", "which lets it take denials of buckets away"),
    ("s3:put*acl", "which lets it open buckets to others"),
    ("s3:put*publicaccessblock", "which lets it open buckets to the public"),
    ("s3:putaccesspointpolicy*", "which lets it open buckets to others"),
    ("s3:bypassgovernanceretention", "which lets it delete what is locked"),
    ("sqs:addpermission", "which lets it open queues to others"),
    ("sns:addpermission", "which lets it open topics to others"),
    ("ecr:setrepositorypolicy", "which lets it open image repositories to others"),
    ("ec2:authorizesecuritygroup*", "which lets it open ports"),
    ("ec2:modifysnapshotattribute", "which lets it share disks"),
    ("ec2:modifyimageattribute", "which lets it share images"),
    ("rds:modifydb*snapshotattribute", "which lets it share copies of databases"),
    ("cloudtrail:stoplogging", "which lets it hide its traces"),
    ("cloudtrail:deletetrail", "which lets it hide its traces"),
    ("cloudtrail:updatetrail", "which lets it hide its traces"),
    ("cloudtrail:puteventselectors", "which lets it hide its traces"),
    ("config:stopconfigurationrecorder", "which lets it hide its traces"),
    ("guardduty:deletedetector", "which lets it hide its traces"),
)
_WRITING: tuple[tuple[str, str], ...] = (
    ("organizations:*", "which lets it change the organisation"),
    ("account:*", "which lets it change the account"),
)
# What asks for a resource of `*`, or does no harm with it.
_HARMLESS_EVERYWHERE: tuple[str, ...] = (
    *(f"*:{verb}*" for verb in ("describe", "list", "get", "batchget", "batchcheck", "lookup", "search", "check")),
    "cloudwatch:putmetricdata",
    "xray:put*",
    "ssmmessages:*",
    "ec2messages:*",
    "ssm:updateinstanceinformation",
    "ecs:discoverpollendpoint",
    "ecs:poll",
    "ecs:submit*",
    "ecs:starttelemetrysession",
    "logs:createlogdelivery",
    "logs:updatelogdelivery",
    "logs:deletelogdelivery",
    "ec2:createnetworkinterface",
    "ec2:deletenetworkinterface",
    "ec2:*privateipaddresses",
)
_MANAGED: tuple[tuple[str, str], ...] = (
    ("administratoraccess", "which lets it do everything"),
    ("poweruseraccess", "which lets it do nearly everything"),
    ("iamfullaccess", "which lets it give itself anything"),
    ("secretsmanagerreadwrite", "which lets it read every secret"),
    ("administratoraccess*", "which lets it do everything in one service"),
    ("*fullaccess*", "which lets it do everything in one service"),
)


def why_action(action: str, everywhere: bool) -> str:
    """Why an action, in lower case, is dangerous; empty where it is not. `everywhere`: on any resource."""
    if action == "*":
        return "which is everything"
    service, _, name = action.partition(":")
    if "*" in service or "?" in service:
        return "which reaches into several services"
    if name == "*":
        return "which lets it give itself anything" if service == "iam" else f"which is everything in {service}"
    if "‹" in action or "{{" in action:
        return "and what that is, is only known when the change is made"
    if action == "iam:passrole" and everywhere:
        return "which lets it hand on any role"
    told = _ACTIONS if is_harmless_everywhere(action) else (*_ACTIONS, *_WRITING)
    return next((why for pattern, why in told if meet(pattern, action)), "")


def is_harmless_everywhere(action: str) -> bool:
    """Whether an action may well be allowed on every resource."""
    return any(covers(pattern, action) for pattern in _HARMLESS_EVERYWHERE)


def why_managed(policy: str) -> str:
    """Why a managed policy is dangerous, by its name; empty where nothing is known."""
    name = policy.rpartition("/")[2].lower()
    return next((why for pattern, why in _MANAGED if covers(pattern, name)), "")


_PORTS = {
    22: "remote shells",
    23: "remote shells",
    3389: "remote desktops",
    5900: "remote desktops",
    1433: "databases",
    1521: "databases",
    3306: "databases",
    5432: "databases",
    5439: "databases",
    6379: "caches",
    9200: "search",
    11211: "caches",
    27017: "databases",
    2375: "container engines",
}


def why_ports(first: int, last: int) -> str:
    """What listens on a range of ports that should not meet the internet."""
    if last - first > 1000:
        return "which are many ports"
    return next((f"where {what} listen" for port, what in sorted(_PORTS.items()) if first <= port <= last), "")
