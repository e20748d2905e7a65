"""Reviews for the tests of the page: an ordinary one, one that means harm, and one that is large."""

from delivery.review.model import (
    LATER,
    Cause,
    Difference,
    Level,
    Node,
    Picture,
    Reason,
    Review,
    Row,
    StackReview,
    Statement,
)

DATABASE = Row(
    "Database",
    "replace",
    "-/+",
    "AWS::RDS::DBInstance",
    Level.DATA_LOSS,
    "a new, empty database takes its place",
    physical_id="shop-prod-database-1x9f2k",
    reasons=(
        Reason(Level.DATA_LOSS, "The database is made anew, and the old one is deleted with all that it holds."),
        Reason(Level.OUTAGE, "Until the new one answers, orders cannot be placed."),
    ),
    causes=(
        Cause("DBSubnetGroupName changes, because DatabaseSubnets is replaced", "DatabaseSubnets"),
        Cause("because Network/Vpc is replaced", "Network/Vpc"),
        Cause("because the parameter VpcCidr changed from 10.0.0.0/16 to 10.4.0.0/16"),
    ),
    differences=(
        Difference("DBSubnetGroupName", "shop-prod-subnets", LATER, recreation="always", source="DatabaseSubnets"),
        Difference("AllocatedStorage", "20", "40", recreation="never", source="edited"),
        Difference("MasterUserPassword", "****", "****", hidden=True, source="parameter Password"),
        Difference("Engine/Options", "a", "b", recreation="conditionally", certain=False),
    ),
    notes=("A snapshot is not taken: UpdateReplacePolicy is Delete.",),
)
ROLE = Row(
    "WebTaskRole",
    "change",
    "~",
    "AWS::IAM::Role",
    Level.ACCESS,
    "2 statements gained, 1 lost",
    reasons=(Reason(Level.ACCESS, "The task may write to more buckets than before."),),
    statements=(
        Statement(True, "may s3:GetObject on arn:aws:s3:::shop-prod-pictures/*"),
        Statement(True, "may s3:* on *", dangerous=True),
        Statement(False, "may s3:GetObject on arn:aws:s3:::shop-prod-thumbnails/*"),
    ),
    differences=(
        Difference(
            "Policies/0/PolicyDocument",
            '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-prod-a/*"}]}',
            '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}',
            recreation="never",
            source="edited",
        ),
    ),
)
SERVICE = Row(
    "WebService",
    "change",
    "~",
    "AWS::ECS::Service",
    Level.ROUTINE,
    "image 1.4.0 → 1.5.0, rolling deployment",
    causes=(Cause("because the parameter ImageTag changed from 1.4.0 to 1.5.0"),),
    members=(
        Row(
            "WebTask",
            "replace",
            "-/+",
            "AWS::ECS::TaskDefinition",
            Level.ROUTINE,
            "a new revision, as with every release",
            differences=(
                Difference(
                    "ContainerDefinitions/0/Image",
                    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1.4.0",
                    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1.5.0",
                    recreation="always",
                    source="parameter ImageTag",
                ),
                Difference("ContainerDefinitions/0/Environment/LOG_LEVEL", None, "info", source="edited"),
            ),
        ),
        Row("WebRevisionAlarm", "add", "+", "AWS::CloudWatch::Alarm", Level.ROUTINE, "errors of the new revision"),
    ),
)
ROWS = (
    Row(
        "Certificate",
        "add",
        "+",
        "AWS::CertificateManager::Certificate",
        Level.BLOCKED,
        "a domain name of more than 64 characters is refused",
        reasons=(Reason(Level.BLOCKED, "The first domain name has 71 characters; 64 are allowed."),),
    ),
    DATABASE,
    Row(
        "OldUploads",
        "remove",
        "-",
        "AWS::S3::Bucket",
        Level.DATA_LOSS,
        "the bucket and its objects go away",
        reasons=(Reason(Level.DATA_LOSS, "DeletionPolicy is Delete; a bucket that is not empty stops the release."),),
        differences=(Difference("BucketName", "shop-prod-uploads", None), Difference("Tags/Team", "shop", None)),
    ),
    Row(
        "Network/Vpc",
        "replace",
        "-/+",
        "AWS::EC2::VPC",
        Level.OUTAGE,
        "everything in it is made anew",
        causes=(Cause("because the parameter VpcCidr changed from 10.0.0.0/16 to 10.4.0.0/16"),),
        differences=(
            Difference("CidrBlock", "10.0.0.0/16", "10.4.0.0/16", recreation="always", source="parameter VpcCidr"),
        ),
    ),
    Row(
        "DatabaseSubnets",
        "replace",
        "-/+",
        "AWS::RDS::DBSubnetGroup",
        Level.OUTAGE,
        "its subnets are new",
        causes=(Cause("because Network/Vpc is replaced", "Network/Vpc"),),
        differences=(Difference("SubnetIds", "subnet-0a1,subnet-0b2", LATER, recreation="never", certain=False),),
    ),
    ROLE,
    Row(
        "Mystery",
        "Transmogrify",
        "?",
        "Custom::Thing",
        Level.UNKNOWN,
        "CloudFormation said something that is not known here",
        raw='{"Action": "Transmogrify", "LogicalResourceId": "Mystery"}',
    ),
    Row(
        "Listener",
        "maybe replace",
        "?/+",
        "AWS::ElasticLoadBalancingV2::Listener",
        Level.MAYBE,
        "replaced if the port turns out to differ",
        differences=(
            Difference("Port", "443", LATER, recreation="conditionally", certain=False, source="parameter Port"),
        ),
    ),
    SERVICE,
    Row(
        "WebScaling",
        "revert drift",
        "⟲",
        "AWS::ApplicationAutoScaling::ScalableTarget",
        Level.ROUTINE,
        "what was changed by hand goes back",
        differences=(Difference("MaxCapacity", "12", "6", deployed="6", drifted=True),),
    ),
    Row("Topic", "change", "~", "AWS::SNS::Topic", Level.ROUTINE, "tag CostCenter 4711 → 4712"),
)
UNCHANGED = ("WebCluster", "AlertTopicPolicyForTheWholeApplicationAndMore", "WebLogs", "Key", "PrivateA", "PrivateB")


def nodes_of(rows):
    """A node for each row and each that is folded into one."""
    for row in rows:
        yield Node(row.id, row.type, row.id, row.level, row.symbol)
        yield from nodes_of(row.members)


PICTURE = Picture(
    nodes=(*nodes_of(ROWS), *(Node(name, "AWS::EC2::Subnet") for name in UNCHANGED)),
    edges=(
        ("Database", "DatabaseSubnets"),
        ("DatabaseSubnets", "PrivateA"),
        ("DatabaseSubnets", "PrivateB"),
        ("PrivateA", "Network/Vpc"),
        ("PrivateB", "Network/Vpc"),
        ("WebService", "WebTask"),
        ("WebService", "WebCluster"),
        ("WebService", "PrivateA"),
        ("WebService", "Listener"),
        ("WebTask", "WebTaskRole"),
        ("WebTask", "WebLogs"),
        ("WebLogs", "Key"),
        ("Database", "Key"),
        ("WebScaling", "WebService"),
        ("Listener", "Certificate"),
        ("WebRevisionAlarm", "Topic"),
        ("AlertTopicPolicyForTheWholeApplicationAndMore", "Topic"),
    ),
)
WEB = StackReview(
    "shop-prod-web",
    predicted=True,
    facts=(("region", "eu-central-1"), ("deployed from", "out/shop/web.json"), ("resources", "17")),
    notes=(Reason(Level.UNKNOWN, "The value of /shop/prod/vpc-id is only known in the account."),),
    around={
        "parameters": (
            Difference("ImageTag", "1.4.0", "1.5.0"),
            Difference("VpcCidr", "10.0.0.0/16", "10.4.0.0/16"),
            Difference("Password", "****", "****", hidden=True),
        ),
        "outputs": (Difference("Endpoint", "https://shop.example.com", None),),
    },
    rows=ROWS,
    picture=PICTURE,
    same_as=("shop-stage-web",),
)
MONITORING = StackReview(
    "shop-prod-monitoring",
    predicted=False,
    facts=(("status", "CREATE_COMPLETE"), ("account", "111122223333"), ("stack", "UPDATE_COMPLETE")),
    rows=(
        Row("Dashboard", "add", "+", "AWS::CloudWatch::Dashboard", Level.ROUTINE, "requests, errors and cost"),
        Row("Budget", "keep (leaves the stack)", "-", "AWS::Budgets::Budget", Level.OUTAGE, "nobody manages it then"),
    ),
)
ORDINARY = Review(
    "Release 1.5.0 of shop to prod",
    stacks=(WEB, MONITORING),
    unchanged=("shop-prod-registry", "shop-prod-network"),
    notes=(Reason(Level.MAYBE, "The stacks were compared with what is committed, not with what is deployed."),),
)
NOTHING = Review("Release 1.5.1 of shop to prod", stacks=(StackReview("shop-prod-web", predicted=True),))

HARM = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=http://127.0.0.1:9/x onerror=alert(3)>",
    "\"'><svg onload=alert(4)>",
    "javascript:alert(5)",
    "{{ 7 * 7 }}{% raw %}",
    "user\u202egpj.exe\u2066\u200b\ufeff",
    "nul\x00bell\x07esc\x1b[31m\r\n\ttab",
    "half \ud800 a character",
    "<!-- --><![CDATA[ ]]>&amp;&#x3c;",
    "\U000e0041\U000e0042 tags, no\u00a0break",
)


def hostile():
    """Each text of the model is each harmful text, once."""
    return Review(
        " ".join(HARM),
        stacks=tuple(_hostile_stack(text) for text in HARM),
        unchanged=HARM,
        notes=tuple(Reason(Level.UNKNOWN, text) for text in HARM),
    )


def _hostile_stack(text):
    difference = Difference(text, text, f"{text} and {text * 300}", text, text, text, deployed=text, drifted=True)
    member = Row(f"{text} member", text, text, text, Level.MAYBE, text)
    row = Row(
        text,
        text,
        text,
        text,
        Level.UNKNOWN,
        text,
        text,
        (Reason(Level.UNKNOWN, text),),
        (Cause(text, text), Cause(text, member.id), Cause(text, "nobody")),
        (difference,),
        (Statement(True, text, dangerous=True), Statement(False, text)),
        (text,),
        (member,),
        text * 50,
    )
    return StackReview(
        text,
        predicted=True,
        facts=((text, text),),
        notes=(Reason(Level.MAYBE, text),),
        around={text: (difference,)},
        rows=(row,),
        picture=Picture((Node(text, text, text, Level.UNKNOWN, text), Node(f"{text}2", text)), ((text, f"{text}2"),)),
        same_as=(text,),
    )


def large(count=2_000):
    """A stack with this many rows, some of them of each level."""
    levels = list(Level)
    rows = tuple(
        Row(
            f"Resource{number:04}",
            "change",
            "~",
            "AWS::SQS::Queue",
            levels[number % len(levels)],
            f"retention {number} → {number + 1}",
            reasons=(Reason(levels[number % len(levels)], "The messages are kept for longer than before."),),
            differences=(Difference("MessageRetentionPeriod", f"{number}", f"{number + 1}", recreation="never"),),
        )
        for number in range(count)
    )
    nodes = (*nodes_of(rows[:60]), *(Node(f"Same{number:04}", "AWS::SQS::Queue") for number in range(count)))
    edges = tuple((f"Resource{number % 60:04}", f"Same{number:04}") for number in range(90))
    ordered = tuple(sorted(rows, key=lambda row: row.level.rank))
    return Review("A large release", (StackReview("large", True, rows=ordered, picture=Picture(nodes, edges)),))
