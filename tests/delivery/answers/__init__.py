"""Answers of DescribeChangeSet as they are saved, and what AWS's own model says of them."""
