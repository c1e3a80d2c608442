"""boto3, and so the AWS CLI's own library, through a stream's life."""
import sys
import time

import boto3
from botocore.config import Config

client = boto3.client(
    "kinesis", endpoint_url=sys.argv[1], region_name="eu-west-1", aws_access_key_id="111122223333", aws_secret_access_key="secret",
    config=Config(retries={"total_max_attempts": 1}))
client.create_stream(StreamName="py", ShardCount=2, Tags={"team": "orders"})
while (summary := client.describe_stream_summary(StreamName="py")["StreamDescriptionSummary"])["StreamStatus"] != "ACTIVE":
    time.sleep(0.02)
print(summary["StreamARN"], summary["OpenShardCount"], client.list_tags_for_stream(StreamName="py")["Tags"])
put = client.put_records(StreamName="py", Records=[{"Data": b"\x00\xff", "PartitionKey": key} for key in ("a", "b", "c")])
print(put["FailedRecordCount"], sorted({record["ShardId"] for record in put["Records"]}))
read = []
for shard in client.get_paginator("list_shards").paginate(StreamName="py").build_full_result()["Shards"]:
    iterator = client.get_shard_iterator(StreamName="py", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    read += [(record["PartitionKey"], record["Data"]) for record in client.get_records(ShardIterator=iterator)["Records"]]
print(sorted(read))
consumer = client.register_stream_consumer(StreamARN=summary["StreamARN"], ConsumerName="c")["Consumer"]
while client.describe_stream_consumer(ConsumerARN=consumer["ConsumerARN"])["ConsumerDescription"]["ConsumerStatus"] != "ACTIVE":
    time.sleep(0.02)
events = client.subscribe_to_shard(ConsumerARN=consumer["ConsumerARN"], ShardId=put["Records"][0]["ShardId"], StartingPosition={"Type": "TRIM_HORIZON"})
for event in events["EventStream"]:
    print(len(event["SubscribeToShardEvent"]["Records"]) > 0)
    break
try:
    client.get_records(ShardIterator="nonsense")
except client.exceptions.InvalidArgumentException as error:
    print(error)
