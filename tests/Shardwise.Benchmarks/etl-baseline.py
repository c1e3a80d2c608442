# From a Lambda payload to user records, over and over, as a Python function does it: json.loads as the runtime calls it, PyPI's aws_kinesis_agg,
# which always verifies the checksum, and the user records' base64 decoded. Writes the times as JSON. Ends with 3 where the library is not there.
import base64
import json
import sys
import time

try:
    from aws_kinesis_agg.deaggregator import deaggregate_records
except ImportError:
    sys.exit(3)


def read_once(payload):
    user_records = 0
    for record in deaggregate_records(json.loads(payload)["Records"]):
        base64.b64decode(record["kinesis"]["data"])
        user_records += 1
    return user_records


def timed(payload):
    start = time.perf_counter()
    read_once(payload)
    return (time.perf_counter() - start) * 1e6


with open(sys.argv[1], "rb") as file:
    event = file.read()
rounds = int(sys.argv[2])
for _ in range(2):
    found = read_once(event)
before = time.process_time()
fastest = min(timed(event) for _ in range(rounds))
processor = (time.process_time() - before) * 1e6 / rounds
print(json.dumps({"userRecords": found, "fastestMicroseconds": fastest, "processorMicroseconds": processor}))
