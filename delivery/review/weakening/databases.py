"""Databases, caches and what else is asked for data."""

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
from delivery.review.weakening.kinds import Check, is_limited, speaks_older_tls

_OUTAGE = Level.OUTAGE
_ENCRYPTED = closed("StorageEncrypted", "encryption of the storage")
_KEY = lost("KmsKeyId", "the encryption with a key of your own")
_PUBLIC = opened("PubliclyAccessible", "being reached from the internet")
_LOGS = recorded("EnableCloudwatchLogsExports", "logs that are passed on")
_PROTECTED = guard("DeletionProtection")
_MULTI_AZ = works("MultiAZ", "the standby in another zone")
_SNAPSHOTS = backups("SnapshotRetentionLimit", absent="0")

_RELATIONAL = (
    _PROTECTED,
    _ENCRYPTED,
    _KEY,
    _LOGS,
    _PUBLIC,
    backups("BackupRetentionPeriod", absent="1"),
    room("MonitoringInterval", "enhanced monitoring (seconds)"),
    closed("EnableIAMDatabaseAuthentication", "signing in with IAM"),
    room("Iops", "the I/O operations per second"),
    room("StorageThroughput", "the throughput of the storage"),
)
_CLUSTER = (
    _PROTECTED,
    _ENCRYPTED,
    _KEY,
    _LOGS,
    backups("BackupRetentionPeriod", absent="1"),
)
_PROVISIONED = (
    room("ProvisionedThroughput/ReadCapacityUnits", "the read capacity"),
    room("ProvisionedThroughput/WriteCapacityUnits", "the write capacity"),
    room("GlobalSecondaryIndexes/*IndexName/ProvisionedThroughput/ReadCapacityUnits", "the read capacity"),
    room("GlobalSecondaryIndexes/*IndexName/ProvisionedThroughput/WriteCapacityUnits", "the write capacity"),
    Check("OnDemandThroughput/MaxReadRequestUnits", is_limited, "reading", _OUTAGE, so="more is refused"),
    Check("OnDemandThroughput/MaxWriteRequestUnits", is_limited, "writing", _OUTAGE, so="more is refused"),
    step("BillingMode", "the billing mode", order("provisioned", "pay_per_request"), _OUTAGE, so="capacity is fixed"),
)
_RECOVERY = "PointInTimeRecoverySpecification"
_TABLE = (
    *_PROVISIONED,
    guard(f"{_RECOVERY}/PointInTimeRecoveryEnabled", "going back to any point in time"),
    backups(f"{_RECOVERY}/RecoveryPeriodInDays", "the time to which the data can be restored (days)", "35"),
    guard("DeletionProtectionEnabled"),
    closed("SSESpecification/SSEEnabled", "encryption with a key of your own or of AWS"),
    lost("SSESpecification/KMSMasterKeyId", "the encryption with a key of your own"),
    gone("StreamSpecification", "the stream of changes", "what reads it hears nothing"),
    works("ContributorInsightsSpecification/Enabled", "contributor insights"),
)
_GLOBAL_TABLE = (
    step("BillingMode", "the billing mode", order("provisioned", "pay_per_request"), _OUTAGE, so="capacity is fixed"),
    fewer("Replicas", "regions that hold the data"),
    guard(f"Replicas/*Region/{_RECOVERY}/PointInTimeRecoveryEnabled", "going back to any point in time"),
    guard("Replicas/*Region/DeletionProtectionEnabled"),
    closed("SSESpecification/SSEEnabled", "encryption with a key of your own or of AWS"),
    gone("StreamSpecification", "the stream of changes", "what reads it hears nothing"),
    room("WriteProvisionedThroughputSettings/WriteCapacityAutoScalingSettings/MinCapacity", "the least write capacity"),
    room("WriteProvisionedThroughputSettings/WriteCapacityAutoScalingSettings/MaxCapacity", "the most write capacity"),
)
_IN_TRANSIT = closed("TransitEncryptionEnabled", "encryption on the way")
_REPLICATED = (
    room("NumNodeGroups", "the number of shards", so="the data must fit into fewer"),
    room("ReplicasPerNodeGroup", "the replicas of a shard"),
    room("NumCacheClusters", "the number of nodes"),
    size("CacheNodeType"),
    works("AutomaticFailoverEnabled", "taking over by itself when a node fails"),
    works("MultiAZEnabled", "the nodes in other zones"),
    _SNAPSHOTS,
    closed("AtRestEncryptionEnabled", "encryption of the stored data"),
    _IN_TRANSIT,
    step("TransitEncryptionMode", "encryption on the way", order("preferred", "required")),
    _KEY,
    lost("AuthToken", "the password that clients must give"),
    lost("UserGroupIds", "the list of users"),
    recorded("LogDeliveryConfigurations", "logs that are passed on"),
)
_CACHE = (
    room("NumCacheNodes", "the number of nodes"),
    size("CacheNodeType"),
    step("AZMode", "the spread over zones", order("single-az", "cross-az"), _OUTAGE),
    _SNAPSHOTS,
    _IN_TRANSIT,
)
_SERVERLESS_CACHE = (
    Check("CacheUsageLimits/DataStorage/Maximum", is_limited, "the storage (GB)", _OUTAGE),
    Check("CacheUsageLimits/ECPUPerSecond/Maximum", is_limited, "the load (ECPU per second)", _OUTAGE),
    _SNAPSHOTS,
    _KEY,
    lost("UserGroupId", "the list of users"),
)
_MEMORY_DB = (
    room("NumShards", "the number of shards", so="the data must fit into fewer"),
    room("NumReplicasPerShard", "the replicas of a shard", "1"),
    size("NodeType"),
    _SNAPSHOTS,
    closed("TLSEnabled", "encryption on the way", True),
    _KEY,
)
_SEARCH = (
    room("EBSOptions/VolumeSize", "the disk of a node (GiB)"),
    room("EBSOptions/Iops", "the I/O operations per second"),
    closed("EncryptionAtRestOptions/Enabled", "encryption of the stored data"),
    closed("NodeToNodeEncryptionOptions/Enabled", "encryption between the nodes"),
    closed("DomainEndpointOptions/EnforceHTTPS", "demanding HTTPS"),
    Check("DomainEndpointOptions/TLSSecurityPolicy", speaks_older_tls, "the endpoint", Level.ACCESS),
    closed("AdvancedSecurityOptions/Enabled", "fine-grained access control"),
    recorded("LogPublishingOptions", "logs that are passed on"),
)
_NODE_CHECKS = (
    ("InstanceCount", "the number of nodes"),
    ("DedicatedMasterCount", "the number of master nodes"),
    ("WarmCount", "the number of warm nodes"),
)


def _search_nodes(where: str) -> tuple[Check, ...]:
    """The checks of the nodes of a search domain, which older domains keep elsewhere."""
    return (
        *(room(f"{where}/{name}", words) for name, words in _NODE_CHECKS),
        size(f"{where}/InstanceType"),
        size(f"{where}/DedicatedMasterType", "the class of the master nodes"),
        works(f"{where}/ZoneAwarenessEnabled", "the spread over zones"),
        works(f"{where}/DedicatedMasterEnabled", "master nodes of their own"),
    )


_WAREHOUSE = (
    room("NumberOfNodes", "the number of nodes"),
    size("NodeType"),
    backups("AutomatedSnapshotRetentionPeriod", absent="1"),
    _MULTI_AZ,
    closed("Encrypted", "encryption of the storage"),
    _KEY,
    _PUBLIC,
    lost("LoggingProperties", "the audit log"),
    closed("EnhancedVpcRouting", "keeping traffic inside the VPC"),
)
_SERVERLESS = "ServerlessV2ScalingConfiguration"

DATABASES = {
    "AWS::DAX::Cluster": (
        room("ReplicationFactor", "the number of nodes"),
        size("NodeType"),
        closed("SSESpecification/SSEEnabled", "encryption of the stored data"),
        step("ClusterEndpointEncryptionType", "encryption on the way", order("none", "tls")),
    ),
    "AWS::DSQL::Cluster": (guard("DeletionProtectionEnabled"),),
    "AWS::DocDB::DBCluster": (
        *_CLUSTER,
        room(f"{_SERVERLESS}/MinCapacity", "the smallest capacity"),
        room(f"{_SERVERLESS}/MaxCapacity", "the largest capacity"),
    ),
    "AWS::DocDB::DBInstance": (size("DBInstanceClass"),),
    "AWS::DocDBElastic::Cluster": (
        room("ShardCount", "the number of shards"),
        room("ShardCapacity", "the vCPUs of a shard"),
        room("ShardInstanceCount", "the instances of a shard"),
        backups("BackupRetentionPeriod"),
        _KEY,
    ),
    "AWS::DynamoDB::GlobalTable": _GLOBAL_TABLE,
    "AWS::DynamoDB::Table": _TABLE,
    "AWS::ElastiCache::CacheCluster": _CACHE,
    "AWS::ElastiCache::ReplicationGroup": _REPLICATED,
    "AWS::ElastiCache::ServerlessCache": _SERVERLESS_CACHE,
    "AWS::Elasticsearch::Domain": (*_SEARCH, *_search_nodes("ElasticsearchClusterConfig")),
    "AWS::MemoryDB::Cluster": _MEMORY_DB,
    "AWS::Neptune::DBCluster": (
        *_CLUSTER,
        closed("IamAuthEnabled", "signing in with IAM"),
        room("ServerlessScalingConfiguration/MinCapacity", "the smallest capacity"),
        room("ServerlessScalingConfiguration/MaxCapacity", "the largest capacity"),
    ),
    "AWS::Neptune::DBInstance": (size("DBInstanceClass"),),
    "AWS::NeptuneGraph::Graph": (
        _PROTECTED,
        room("ProvisionedMemory", "the memory (GiB)"),
        room("ReplicaCount", "the number of replicas"),
        opened("PublicConnectivity", "being reached from the internet"),
    ),
    "AWS::OpenSearchService::Domain": (
        *_SEARCH,
        *_search_nodes("ClusterConfig"),
        works("ClusterConfig/MultiAZWithStandbyEnabled", "the standby in another zone"),
    ),
    "AWS::QLDB::Ledger": (_PROTECTED,),
    "AWS::RDS::DBCluster": (
        *_RELATIONAL,
        size("DBClusterInstanceClass"),
        room("AllocatedStorage", "the storage (GiB)"),
        room("BacktrackWindow", "the time to which the data can be turned back (seconds)", "0"),
        room(f"{_SERVERLESS}/MinCapacity", "the smallest capacity"),
        room(f"{_SERVERLESS}/MaxCapacity", "the largest capacity"),
        works("PerformanceInsightsEnabled", "performance insights"),
    ),
    "AWS::RDS::DBInstance": (
        *_RELATIONAL,
        size("DBInstanceClass"),
        room("MaxAllocatedStorage", "how far the storage grows by itself (GiB)"),
        _MULTI_AZ,
        works("EnablePerformanceInsights", "performance insights"),
    ),
    "AWS::RDS::DBProxy": (closed("RequireTLS", "demanding TLS"),),
    "AWS::RDS::GlobalCluster": (_PROTECTED, _ENCRYPTED),
    "AWS::Redshift::Cluster": _WAREHOUSE,
    "AWS::RedshiftServerless::Namespace": (_KEY, recorded("LogExports", "logs that are passed on")),
    "AWS::RedshiftServerless::Workgroup": (
        room("BaseCapacity", "the base capacity (RPU)"),
        Check("MaxCapacity", is_limited, "the capacity (RPU)", _OUTAGE),
        _PUBLIC,
        closed("EnhancedVpcRouting", "keeping traffic inside the VPC"),
    ),
    "AWS::Timestream::Table": (
        kept(
            "RetentionProperties/MagneticStoreRetentionPeriodInDays", "the retention of records (days)", None, "records"
        ),
    ),
}
