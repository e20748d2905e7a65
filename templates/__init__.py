"""WHAT runs: typed settings become CloudFormation. Pure: no account, no file, no clock."""
