"""What keeps things: files, objects, images, keys, logs, messages and backups."""

from delivery.review.model import Level
from delivery.review.weakening.checks import (
    backups,
    closed,
    fewer,
    gone,
    guard,
    kept,
    lost,
    opened,
    order,
    recorded,
    room,
    size,
    step,
    works,
)
from delivery.review.weakening.kinds import Check, disappears, goes_on, rises
from delivery.review.weakening.values import FOREVER

_OUTAGE = Level.OUTAGE
_KEY = lost("KmsKeyId", "the encryption with a key of your own")
_QUEUE_KEY = lost("KmsMasterKeyId", "the encryption with a key of your own")
_BLOCK = "PublicAccessBlockConfiguration"

_BUCKET = (
    guard("VersioningConfiguration/Status", "keeping earlier versions of objects"),
    lost("BucketEncryption", "the encryption that the bucket asks for"),
    closed(f"{_BLOCK}/BlockPublicAcls", "refusing public ACLs"),
    closed(f"{_BLOCK}/BlockPublicPolicy", "refusing public policies"),
    closed(f"{_BLOCK}/IgnorePublicAcls", "ignoring public ACLs"),
    closed(f"{_BLOCK}/RestrictPublicBuckets", "keeping the public out whatever the policy says"),
    step("AccessControl", "the ACL", order("publicreadwrite", "publicread", "authenticatedread",
         "private|bucketownerread|bucketownerfullcontrol|awsexecread|logdeliverywrite"), absent="Private"),
    lost("LoggingConfiguration", "the access log"),
    guard("ObjectLockEnabled", "the lock on objects"),
    backups("ObjectLockConfiguration/Rule/DefaultRetention/Days", "the lock on the data (days)"),
    backups("ObjectLockConfiguration/Rule/DefaultRetention/Years", "the lock on the data (years)"),
    step("ObjectLockConfiguration/Rule/DefaultRetention/Mode", "the lock on the data",
         order("governance", "compliance"), _OUTAGE),
    gone("ReplicationConfiguration", "the copy of the data in another bucket"),
    gone("NotificationConfiguration", "the notification of changes", "what reacts to them hears nothing"),
)  # fmt: skip
_FILES = (
    guard("BackupPolicy/Status", "the daily backup of the data"),
    closed("Encrypted", "encryption of the stored data"),
    _KEY,
    room("ProvisionedThroughputInMibps", "the throughput (MiB per second)"),
    step("ThroughputMode", "the throughput", order("bursting", "provisioned|elastic"), _OUTAGE),
    gone("ReplicationConfiguration", "the copy of the data in another file system"),
    guard("FileSystemProtection/ReplicationOverwriteProtection", "protection against being overwritten", True),
)
_FSX = ("LustreConfiguration", "OntapConfiguration", "OpenZFSConfiguration", "WindowsConfiguration")
_REPOSITORY = (
    step("ImageTagMutability", "what may become of a tag", order("mutable|mutable_with_exclusion",
         "immutable_with_exclusion", "immutable"), absent="MUTABLE", so="a tag may come to mean another image"),
    closed("ImageScanningConfiguration/ScanOnPush", "scanning images when they are pushed"),
    lost("EncryptionConfiguration", "the encryption that the repository asks for"),
    Check("EmptyOnDelete", goes_on, "deleting the repository with the images in it", _OUTAGE,
          so="the data is less protected"),
)  # fmt: skip
_LOG_GROUP = (
    kept("RetentionInDays", "the retention of log events (days)", FOREVER, "log events"),
    lost("KmsKeyId", "the encryption with a key of your own"),
    guard("DeletionProtectionEnabled"),
    step("LogGroupClass", "the class of the log group", order("delivery", "infrequent_access", "standard"),
         absent="STANDARD", so="less can be done with its log events"),
    lost("DataProtectionPolicy", "the masking of personal data"),
)  # fmt: skip
_QUEUE = (
    kept("MessageRetentionPeriod", "the retention of messages (seconds)", "345600", "messages"),
    _QUEUE_KEY,
    closed("SqsManagedSseEnabled", "encryption by SQS", True),
    gone("RedrivePolicy", "the queue for failed messages", "data of messages that fail is lost"),
    room("RedrivePolicy/maxReceiveCount", "the number of tries for a message"),
    room("VisibilityTimeout", "the time to work on a message (seconds)", "30", "messages may be worked on twice"),
)
_STREAM = (
    room("ShardCount", "the number of shards"),
    kept("RetentionPeriodHours", "the retention of records (hours)", "24", "records"),
    lost("StreamEncryption", "the encryption of the stream"),
)
_KMS_KEY = (
    works("Enabled", "the key", True, "what it encrypted cannot be read while it is off"),
    closed("EnableKeyRotation", "changing the key every year"),
    Check("RotationPeriodInDays", rises, "the time after which the key is changed (days)", Level.ACCESS),
    room("PendingWindowInDays", "the days in which a deletion can be taken back", "30", "the data is less protected"),
)
_KAFKA = (
    room("NumberOfBrokerNodes", "the number of brokers"),
    size("BrokerNodeGroupInfo/InstanceType"),
    room("BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize", "the disk of a broker (GiB)"),
    step("EncryptionInfo/EncryptionInTransit/ClientBroker", "encryption to the brokers",
         order("plaintext", "tls_plaintext", "tls"), absent="TLS"),
    closed("EncryptionInfo/EncryptionInTransit/InCluster", "encryption between the brokers", True),
    opened("ClientAuthentication/Unauthenticated/Enabled", "clients that do not say who they are"),
    step("EnhancedMonitoring", "monitoring", order("default", "per_broker", "per_topic_per_broker",
         "per_topic_per_partition"), _OUTAGE, "DEFAULT"),
    closed("LoggingInfo/BrokerLogs/CloudWatchLogs/Enabled", "the log of the brokers in CloudWatch"),
    closed("LoggingInfo/BrokerLogs/S3/Enabled", "the log of the brokers in S3"),
)  # fmt: skip
_BROKER = (
    step("DeploymentMode", "the deployment mode", order("single_instance", "active_standby_multi_az|cluster_multi_az"),
         _OUTAGE),
    size("HostInstanceType"),
    opened("PubliclyAccessible", "being reached from the internet"),
    closed("Logs/General", "the general log"),
    closed("Logs/Audit", "the audit log"),
)  # fmt: skip
_VAULT = (
    Check("LockConfiguration", disappears, "the lock on the vault", _OUTAGE, so="the data is less protected"),
    room("LockConfiguration/MinRetentionDays", "the least retention of backups of the data (days)"),
)
_PLAN = (
    fewer("BackupPlan/BackupPlanRule", "rules that make backups of the data"),
    backups("BackupPlan/BackupPlanRule/*RuleName/Lifecycle/DeleteAfterDays", absent=FOREVER),
    fewer("BackupPlan/BackupPlanRule/*RuleName/CopyActions", "copies of the backups of the data"),
)

STORES = {
    "AWS::AmazonMQ::Broker": _BROKER,
    "AWS::Backup::BackupPlan": _PLAN,
    "AWS::Backup::BackupVault": _VAULT,
    "AWS::EC2::Volume": (
        room("Iops", "the I/O operations per second"),
        room("Throughput", "the throughput (MiB per second)"),
        closed("Encrypted", "encryption of the volume"),
        _KEY,
    ),
    "AWS::ECR::Repository": _REPOSITORY,
    "AWS::EFS::FileSystem": _FILES,
    "AWS::Events::Archive": (
        kept("RetentionDays", "the retention of events (days)", FOREVER, "events"),
        lost("KmsKeyIdentifier", "the encryption with a key of your own"),
    ),
    "AWS::Events::EventBus": (lost("KmsKeyIdentifier", "the encryption with a key of your own"),),
    "AWS::FSx::FileSystem": (
        room("StorageCapacity", "the storage (GiB)"),
        _KEY,
        *(backups(f"{where}/AutomaticBackupRetentionDays") for where in _FSX),
        *(room(f"{where}/ThroughputCapacity", "the throughput (MB per second)") for where in _FSX[1:]),
    ),
    "AWS::KMS::Key": _KMS_KEY,
    "AWS::Kinesis::Stream": _STREAM,
    "AWS::KinesisFirehose::DeliveryStream": (
        lost("DeliveryStreamEncryptionConfigurationInput", "the encryption of the stream"),
    ),
    "AWS::Logs::LogGroup": _LOG_GROUP,
    "AWS::MSK::Cluster": _KAFKA,
    "AWS::S3::Bucket": _BUCKET,
    "AWS::SNS::Topic": (
        _QUEUE_KEY,
        fewer("Subscription", "subscriptions"),
        recorded("DeliveryStatusLogging", "deliveries that are logged"),
    ),
    "AWS::SNS::Subscription": (gone("RedrivePolicy", "the queue for failed messages", "their data is lost"),),
    "AWS::SQS::Queue": _QUEUE,
    "AWS::SecretsManager::RotationSchedule": (
        Check("RotationRules/AutomaticallyAfterDays", rises, "the days between changes of the secret", Level.ACCESS),
    ),
    "AWS::SecretsManager::Secret": (_KEY,),
}
