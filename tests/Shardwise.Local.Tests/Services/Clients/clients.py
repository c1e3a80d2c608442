# The services by boto3, the whole script in one process: importing it takes a second.
import boto3
import sys
from botocore.config import Config
from botocore.exceptions import ClientError


def client(name, **options):
    return boto3.client(name, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local",
                        config=Config(retries={"total_max_attempts": 1}, **options))


def refused(call, **arguments):
    try:
        print("not refused", call(**arguments))
    except ClientError as error:
        print(f"{error.response['Error']['Code']}: {error.response['Error']['Message']}")


def sqs():
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="py", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one", MessageAttributes={"a": {"DataType": "String", "StringValue": "x"}})
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1)["Messages"][0]
    print("sqs", message["Body"], message["MessageAttributes"]["a"]["StringValue"])
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    print("sqs", sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])["Attributes"])
    refused(sqs.get_queue_url, QueueName="none")


def sns():
    sns = client("sns")
    arn = sns.create_topic(Name="py")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:py", Attributes={"RawMessageDelivery": "true"})
    sns.publish(TopicArn=arn, Message="published", MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}})
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName="py")["QueueUrl"]
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["k"])["Messages"][0]
    print("sns", message["Body"], message["MessageAttributes"]["k"]["StringValue"])
    refused(sns.publish, TopicArn=arn + "-none", Message="x")


def s3():
    import io
    s3 = client("s3")
    s3.create_bucket(Bucket="py-bucket")
    s3.put_object(Bucket="py-bucket", Key="k", Body=b"0123456789", ContentType="text/plain", Metadata={"m": "x"})
    got = s3.get_object(Bucket="py-bucket", Key="k")
    print("s3", got["ContentType"], got["Metadata"]["m"], got["Body"].read())
    # Above 8 MiB boto3 uploads in parts of its own accord.
    large = bytes(range(256)) * 40000
    s3.upload_fileobj(io.BytesIO(large), "py-bucket", "large")
    back = io.BytesIO()
    s3.download_fileobj("py-bucket", "large", back)
    print("s3", [item["Key"] for item in s3.list_objects_v2(Bucket="py-bucket")["Contents"]], back.getvalue() == large)
    refused(s3.get_object, Bucket="py-bucket", Key="none")


def cloudwatch():
    import datetime
    cloudwatch = client("cloudwatch")
    time = datetime.datetime(2026, 11, 19, 9, tzinfo=datetime.timezone.utc)
    later = time + datetime.timedelta(minutes=5)
    cloudwatch.put_metric_data(Namespace="Py", MetricData=[{"MetricName": "m", "Value": 2.5, "Timestamp": time}])
    query = {"Id": "m", "MetricStat": {"Metric": {"Namespace": "Py", "MetricName": "m"}, "Period": 60, "Stat": "p50"}}
    got = cloudwatch.get_metric_data(MetricDataQueries=[query], StartTime=time, EndTime=later)["MetricDataResults"][0]
    print("cloudwatch", cloudwatch.list_metrics(Namespace="Py")["Metrics"][0]["Namespace"], "Py", got["Values"], got["Timestamps"][0].year - 2006)
    cloudwatch.put_metric_alarm(AlarmName="py", Namespace="Py", MetricName="m", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1.0,
                                ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore")
    cloudwatch.set_alarm_state(AlarmName="py", StateValue="OK", StateReason="r")
    alarm = cloudwatch.describe_alarms(AlarmNames=["py"])["MetricAlarms"][0]
    print("cloudwatch", alarm["AlarmName"], alarm["StateValue"])
    cloudwatch.delete_alarms(AlarmNames=["py"])
    refused(cloudwatch.get_metric_data, MetricDataQueries=[query], StartTime=later, EndTime=time)


def events():
    events = client("events")
    put = events.put_events(Entries=[{"Source": "py", "DetailType": "t", "Detail": "{}"}])
    print("events", put["FailedEntryCount"], "EventId" in put["Entries"][0])


for part in sys.argv[2:]:
    globals()[part]()
