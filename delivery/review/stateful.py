"""What holds data that nobody can get back, and what becomes of it when a resource goes."""

from delivery.review.model import Level
from delivery.rules._storage_types import SNAPSHOTS
from delivery.schemas import schema_of

# The type, what it is called, what goes with it.
_HELD = {
    "AWS::ACMPCA::CertificateAuthority": ("certificate authority", "its private key: it can never sign again"),
    "AWS::APS::Workspace": ("Prometheus workspace", "the metrics in it"),
    "AWS::AmazonMQ::Broker": ("message broker", "the messages in it"),
    "AWS::Athena::WorkGroup": ("workgroup", "its query history and saved queries"),
    "AWS::Backup::BackupVault": ("backup vault", "the backups in it"),
    "AWS::Backup::LogicallyAirGappedBackupVault": ("backup vault", "the backups in it"),
    "AWS::Bedrock::KnowledgeBase": ("knowledge base", "what was taken in from its sources"),
    "AWS::BedrockAgentCore::Memory": ("agent memory", "what it remembers"),
    "AWS::Cassandra::Keyspace": ("keyspace", "the tables in it and their rows"),
    "AWS::Cassandra::Table": ("table", "the rows in it"),
    "AWS::Cases::Domain": ("cases domain", "the cases in it"),
    "AWS::CloudFront::KeyValueStore": ("key value store", "the keys and values in it"),
    "AWS::CloudHSM::Cluster": ("HSM cluster", "the keys in it"),
    "AWS::CloudTrail::EventDataStore": ("event data store", "the events in it"),
    "AWS::CodeArtifact::Domain": ("package domain", "the packages of its repositories"),
    "AWS::CodeArtifact::Repository": ("package repository", "the packages in it"),
    "AWS::CodeCommit::Repository": ("code repository", "its branches and their history"),
    "AWS::Cognito::IdentityPool": ("identity pool", "the identities in it"),
    "AWS::Cognito::UserPool": ("user pool", "its users: nobody can sign in"),
    "AWS::Cognito::UserPoolUser": ("user", "the account of that user"),
    "AWS::Connect::DataTable": ("data table", "the records in it"),
    "AWS::Connect::Instance": ("contact centre", "its users, flows and telephone numbers"),
    "AWS::Connect::PhoneNumber": ("telephone number", "the number, which may go to somebody else"),
    "AWS::CustomerProfiles::Domain": ("profile domain", "the customer profiles in it"),
    "AWS::DSQL::Cluster": ("database cluster", "the rows in it"),
    "AWS::DataZone::Domain": ("data domain", "its projects and catalogue"),
    "AWS::Detective::Graph": ("behaviour graph", "what it has learnt"),
    "AWS::DirectoryService::MicrosoftAD": ("directory", "its users, groups and computers"),
    "AWS::DirectoryService::SimpleAD": ("directory", "its users, groups and computers"),
    "AWS::DocDB::DBCluster": ("database cluster", "the documents in it and its automated backups"),
    "AWS::DocDBElastic::Cluster": ("database cluster", "the documents in it"),
    "AWS::DocDBElastic::ClusterSnapshot": ("snapshot", "that backup of a database"),
    "AWS::DynamoDB::GlobalTable": ("table", "the items in it, in every region"),
    "AWS::DynamoDB::Table": ("table", "the items in it"),
    "AWS::EC2::EIP": ("address", "the number itself: it goes to somebody else"),
    "AWS::EC2::Instance": ("instance", "what is on its disks, unless a volume is kept on termination"),
    "AWS::EC2::KeyPair": ("key pair", "its private key, where EC2 made it"),
    "AWS::EC2::Volume": ("volume", "what is stored on it"),
    "AWS::ECR::PublicRepository": ("image repository", "the images in it, which anybody may be using"),
    "AWS::ECR::Repository": ("image repository", "the images in it"),
    "AWS::EFS::FileSystem": ("file system", "the files in it"),
    "AWS::EMR::Cluster": ("EMR cluster", "what is stored in its own file system"),
    "AWS::EMR::WALWorkspace": ("write-ahead log", "the changes in it that are not stored elsewhere yet"),
    "AWS::ElastiCache::CacheCluster": ("cache", "the entries in it"),
    "AWS::ElastiCache::GlobalReplicationGroup": ("global cache", "its link between the regions"),
    "AWS::ElastiCache::ReplicationGroup": ("cache", "the entries in it"),
    "AWS::ElastiCache::ServerlessCache": ("cache", "the entries in it"),
    "AWS::ElastiCache::ServerlessCacheSnapshot": ("snapshot", "that backup of a cache"),
    "AWS::ElastiCache::Snapshot": ("snapshot", "that backup of a cache"),
    "AWS::Elasticsearch::Domain": ("search domain", "the indices in it"),
    "AWS::Events::Archive": ("archive", "the events in it"),
    "AWS::FSx::Backup": ("backup", "that copy of a file system"),
    "AWS::FSx::FileSystem": ("file system", "the files in it"),
    "AWS::FSx::Snapshot": ("snapshot", "that copy of a volume"),
    "AWS::FSx::StorageVirtualMachine": ("storage machine", "the volumes in it"),
    "AWS::FSx::Volume": ("volume", "the files in it"),
    "AWS::FinSpace::Environment": ("FinSpace environment", "the data in it"),
    "AWS::Glue::Catalog": ("data catalogue", "its databases and table definitions"),
    "AWS::Glue::Database": ("catalogue database", "the table definitions in it (the files stay where they are)"),
    "AWS::Glue::Registry": ("schema registry", "the schemas in it"),
    "AWS::Glue::Schema": ("schema", "its versions"),
    "AWS::Glue::Table": ("catalogue table", "its definition and partitions (the files stay where they are)"),
    "AWS::Grafana::Workspace": ("Grafana workspace", "its dashboards and users"),
    "AWS::HealthImaging::Datastore": ("image data store", "the images in it"),
    "AWS::HealthLake::FHIRDatastore": ("health data store", "the records in it"),
    "AWS::IAM::AccessKey": ("access key", "its secret: whoever signs with it is refused"),
    "AWS::IdentityStore::User": ("user", "the account of that user"),
    "AWS::IoT::Certificate": ("device certificate", "the way in of the devices that have it"),
    "AWS::IoT::Thing": ("thing", "its attributes and shadows"),
    "AWS::IoTAnalytics::Channel": ("channel", "the messages in it"),
    "AWS::IoTAnalytics::Dataset": ("data set", "its contents"),
    "AWS::IoTAnalytics::Datastore": ("data store", "the messages in it"),
    "AWS::IoTFleetWise::Vehicle": ("vehicle", "its registration"),
    "AWS::IoTSiteWise::Asset": ("asset", "its measurements"),
    "AWS::IoTTwinMaker::Workspace": ("twin workspace", "its entities and scenes"),
    "AWS::KMS::Key": ("key", "the only means to read what it encrypted"),
    "AWS::KMS::ReplicaKey": ("replica key", "the means to read, in that region, what it encrypted"),
    "AWS::Kendra::Index": ("search index", "the documents in it"),
    "AWS::Kinesis::Stream": ("stream", "the records in it"),
    "AWS::KinesisAnalyticsV2::Application": ("stream application", "its state and snapshots"),
    "AWS::KinesisFirehose::DeliveryStream": ("delivery stream", "the records that are not delivered yet"),
    "AWS::KinesisVideo::Stream": ("video stream", "the recordings in it"),
    "AWS::Lex::Bot": ("bot", "its intents, versions and history"),
    "AWS::Lightsail::Bucket": ("bucket", "the objects in it"),
    "AWS::Lightsail::Database": ("database", "the rows in it"),
    "AWS::Lightsail::DatabaseSnapshot": ("snapshot", "that backup of a database"),
    "AWS::Lightsail::Disk": ("disk", "what is stored on it"),
    "AWS::Lightsail::DiskSnapshot": ("snapshot", "that backup of a disk"),
    "AWS::Lightsail::Instance": ("instance", "what is on its disk"),
    "AWS::Lightsail::InstanceSnapshot": ("snapshot", "that backup of an instance"),
    "AWS::Lightsail::StaticIp": ("address", "the number itself: it goes to somebody else"),
    "AWS::Location::GeofenceCollection": ("geofence collection", "the geofences in it"),
    "AWS::Location::Tracker": ("tracker", "the positions in it"),
    "AWS::Logs::LogGroup": ("log group", "the log events in it"),
    "AWS::Logs::LogStream": ("log stream", "the log events in it"),
    "AWS::MSK::Cluster": ("Kafka cluster", "the topics in it and their records"),
    "AWS::MSK::ServerlessCluster": ("Kafka cluster", "the topics in it and their records"),
    "AWS::MSK::Topic": ("Kafka topic", "the records in it"),
    "AWS::MWAA::Environment": ("Airflow environment", "the history of its runs, its variables and connections"),
    "AWS::ManagedBlockchain::Node": ("blockchain node", "its copy of the chain"),
    "AWS::MediaStore::Container": ("media container", "the objects in it"),
    "AWS::MemoryDB::Cluster": ("database cluster", "the entries in it"),
    "AWS::MemoryDB::MultiRegionCluster": ("database cluster", "its link between the regions"),
    "AWS::MemoryDB::Snapshot": ("snapshot", "that backup of a database"),
    "AWS::Neptune::DBCluster": ("database cluster", "the graph in it and its automated backups"),
    "AWS::NeptuneGraph::Graph": ("graph", "its nodes and edges"),
    "AWS::NeptuneGraph::GraphSnapshot": ("snapshot", "that backup of a graph"),
    "AWS::Omics::AnnotationStore": ("annotation store", "the data in it"),
    "AWS::Omics::ReferenceStore": ("reference store", "the data in it"),
    "AWS::Omics::SequenceStore": ("sequence store", "the data in it"),
    "AWS::Omics::VariantStore": ("variant store", "the data in it"),
    "AWS::OpenSearchServerless::Collection": ("search collection", "the indices in it"),
    "AWS::OpenSearchServerless::CollectionIndex": ("index", "the documents in it"),
    "AWS::OpenSearchServerless::Index": ("index", "the documents in it"),
    "AWS::OpenSearchService::Domain": ("search domain", "the indices in it"),
    "AWS::Organizations::Account": ("account", "everything in it"),
    "AWS::PaymentCryptography::Key": ("key", "the only means to read what it encrypted"),
    "AWS::Personalize::Dataset": ("data set", "the records in it"),
    "AWS::Pinpoint::App": ("project", "its endpoints, segments and campaigns"),
    "AWS::QBusiness::Index": ("index", "the documents in it"),
    "AWS::QLDB::Ledger": ("ledger", "the documents in it and their history"),
    "AWS::RDS::ClusterSnapshot": ("snapshot", "that backup of a database"),
    "AWS::RDS::DBCluster": ("database cluster", "the rows in it"),
    "AWS::RDS::DBInstance": ("database instance", "the rows in it, unless they belong to a cluster, which keeps them"),
    "AWS::RDS::DBSnapshot": ("snapshot", "that backup of a database"),
    "AWS::RDS::GlobalCluster": ("global cluster", "its link between the regions"),
    "AWS::Redshift::Cluster": ("data warehouse", "the rows in it"),
    "AWS::Redshift::Snapshot": ("snapshot", "that backup of a data warehouse"),
    "AWS::RedshiftServerless::Namespace": ("data warehouse", "the rows in it"),
    "AWS::RedshiftServerless::Snapshot": ("snapshot", "that backup of a data warehouse"),
    "AWS::Rekognition::Collection": ("face collection", "the faces in it"),
    "AWS::Route53::HostedZone": ("hosted zone", "the records in it: its names are no longer answered"),
    "AWS::S3::Bucket": ("bucket", "the objects in it"),
    "AWS::S3Express::DirectoryBucket": ("bucket", "the objects in it"),
    "AWS::S3Files::FileSystem": ("file system", "its view of the files in the bucket"),
    "AWS::S3Outposts::Bucket": ("bucket", "the objects in it"),
    "AWS::S3Tables::Namespace": ("namespace", "the tables in it"),
    "AWS::S3Tables::Table": ("table", "the rows in it"),
    "AWS::S3Tables::TableBucket": ("table bucket", "the tables in it"),
    "AWS::S3Vectors::Index": ("vector index", "the vectors in it"),
    "AWS::S3Vectors::VectorBucket": ("vector bucket", "the indices in it and their vectors"),
    "AWS::SDB::Domain": ("SimpleDB domain", "the items in it"),
    "AWS::SES::ContactList": ("contact list", "the contacts in it and what they agreed to"),
    "AWS::SES::MailManagerArchive": ("mail archive", "the messages in it"),
    "AWS::SMSVOICE::PhoneNumber": ("telephone number", "the number, which may go to somebody else"),
    "AWS::SQS::Queue": ("queue", "the messages in it"),
    "AWS::SSM::Parameter": ("parameter", "its value and its earlier versions"),
    "AWS::SageMaker::Domain": ("SageMaker domain", "the home folders of its users"),
    "AWS::SageMaker::FeatureGroup": ("feature group", "the records in its online store"),
    "AWS::SageMaker::MlflowTrackingServer": ("tracking server", "its runs and experiments"),
    "AWS::SageMaker::NotebookInstance": ("notebook", "what is stored on its volume"),
    "AWS::SageMaker::Space": ("space", "the files in it"),
    "AWS::SecretsManager::Secret": ("secret", "its value and its earlier versions"),
    "AWS::StorageGateway::Tape": ("tape", "what is stored on it"),
    "AWS::StorageGateway::Volume": ("volume", "what is stored on it"),
    "AWS::Timestream::Database": ("database", "the tables in it and their records"),
    "AWS::Timestream::InfluxDBBackup": ("backup", "that copy of a database"),
    "AWS::Timestream::InfluxDBCluster": ("database cluster", "the records in it"),
    "AWS::Timestream::InfluxDBInstance": ("database instance", "the records in it"),
    "AWS::Timestream::Table": ("table", "the records in it"),
    "AWS::Transfer::User": ("user", "the account of that user"),
    "AWS::VerifiedPermissions::PolicyStore": ("policy store", "the policies in it"),
    "AWS::Wisdom::KnowledgeBase": ("knowledge base", "the documents in it"),
    "AWS::WorkSpaces::Workspace": ("desktop", "the files of its user"),
    "AWS::WorkspacesInstances::Volume": ("volume", "what is stored on it"),
}
# Where being deleted is not just being deleted.
_DELETED = {
    "AWS::Athena::WorkGroup": "the workgroup is deleted with its query history and saved queries; if it has any and "
    "RecursiveDeleteOption is not true, its deletion fails",
    "AWS::Backup::BackupVault": "the backup vault is deleted if it is empty; if it holds backups, its deletion fails",
    "AWS::EC2::EIP": "the address is released: the number goes to somebody else",
    "AWS::ECR::Repository": "the image repository is deleted with the images in it if EmptyOnDelete is true; "
    "otherwise, if it holds images, its deletion fails",
    "AWS::KMS::Key": "the key is scheduled for deletion: 7 to 30 days later what was encrypted with it can never be "
    "read again",
    "AWS::Lightsail::StaticIp": "the address is released: the number goes to somebody else",
    "AWS::Organizations::Account": "the account is closed, with everything in it",
    "AWS::Route53::HostedZone": "the hosted zone is deleted and its names are no longer answered; if records that were "
    "made elsewhere are left in it, its deletion fails",
    "AWS::S3::Bucket": "the bucket is deleted if it is empty; if it holds objects, its deletion fails",
}
# Where the new one is not just empty.
_NEW = {
    "AWS::ACMPCA::CertificateAuthority": "has another key: nobody trusts it yet",
    "AWS::EC2::EIP": "is another number: whoever allows or calls the old one must learn it",
    "AWS::EC2::Instance": "starts from its image: what is on the old disks must be moved",
    "AWS::IAM::AccessKey": "has another id and secret",
    "AWS::KMS::Key": "cannot read what the old one encrypted",
    "AWS::KMS::ReplicaKey": "cannot read what the old one encrypted, unless it is a replica of the same key",
    "AWS::Lightsail::StaticIp": "is another number: whoever allows or calls the old one must learn it",
    "AWS::Route53::HostedZone": "has other name servers: the domain must be pointed to them and the records moved",
    "AWS::SSM::Parameter": "has the value that the template gives it, and no earlier versions",
    "AWS::SecretsManager::Secret": "has the value of the template, not one that was put in later",
}
# Whose own code, or template, decides.
_OPAQUE = {
    "AWS::CloudFormation::CustomResource": "the code behind this custom resource decides what is deleted",
    "AWS::CloudFormation::Stack": "what is in the nested stack goes by its own policies: look into its template",
    "AWS::CloudFormation::StackSet": "what becomes of its stacks in other accounts and regions is not shown here",
}
_ON = "outside the stack: nothing updates it any more, and it goes on costing"


def held_by(type_: str) -> str | None:
    """What is lost when a resource of the type is deleted, or None where that is nothing that is known of."""
    return _HELD[type_][1] if type_ in _HELD else None


def takes_snapshot(type_: str) -> bool:
    """Whether the policy Snapshot does anything for the type; elsewhere it is Delete."""
    return type_ in SNAPSHOTS


def outcome(policy_action: str, type_: str) -> tuple[Level, str] | None:
    """What becomes of the resource that goes, and how bad that is; None where nothing that is known of is lost."""
    if type_ not in _HELD:
        return _outcome_of_others(policy_action, type_)
    noun, held = _HELD[type_]
    deleted = _DELETED.get(type_, f"the {noun} is deleted, with {held}")
    new = "the new one " + _NEW.get(type_, "is empty: what was in the old one must be moved")
    match policy_action:
        case "":
            unsaid = f"nothing says what becomes of the old {noun}: unless a policy keeps it, {deleted}"
            return Level.DATA_LOSS, unsaid
        case "Delete":
            return Level.DATA_LOSS, deleted
        case "ReplaceAndDelete":
            return Level.DATA_LOSS, f"{deleted}; {new}"
        case "Retain":
            return Level.ROUTINE, f"the {noun} stays as it is, {_ON}"
        case "ReplaceAndRetain":
            return Level.OUTAGE, f"the old {noun} stays, outside the stack, and {new}"
        case "Snapshot" | "ReplaceAndSnapshot" if not takes_snapshot(type_):
            end = f"; {new}" if policy_action == "ReplaceAndSnapshot" else ""
            return Level.DATA_LOSS, f"no snapshot can be taken of a resource of this type: {deleted}{end}"
        case "Snapshot":
            return Level.OUTAGE, f"a final snapshot is taken, then the {noun} is deleted: whoever uses it finds nothing"
        case "ReplaceAndSnapshot":
            return Level.OUTAGE, f"a final snapshot of the old {noun} is taken, then it is deleted, and {new}"
        case _:
            return Level.UNKNOWN, f"what {policy_action} does to the {noun} is not known"


def _outcome_of_others(policy_action: str, type_: str) -> tuple[Level, str] | None:
    if policy_action == "Retain":
        return Level.ROUTINE, f"it stays as it is, {_ON}"
    if policy_action == "ReplaceAndRetain":
        return Level.ROUTINE, f"the old one stays, {_ON}"
    if policy_action not in {"", "Delete", "Snapshot", "ReplaceAndDelete", "ReplaceAndSnapshot"}:
        return Level.UNKNOWN, f"what {policy_action} does to it is not known"
    if type_ in _OPAQUE:
        return Level.UNKNOWN, _OPAQUE[type_]
    if type_.startswith("Custom::"):
        return Level.UNKNOWN, _OPAQUE["AWS::CloudFormation::CustomResource"]
    if not type_.startswith("AWS::") or schema_of(type_) is None:
        return Level.UNKNOWN, f"whether a resource of the type {type_} holds data is not known"
    return None
