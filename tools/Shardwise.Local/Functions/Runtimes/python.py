"""Runs a function of a Python runtime by Lambda's Runtime API, one event after another. Ends when its standard input does: that is its parent's end."""
import http.client
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback

HOST, _, PREFIX = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")


def watch_parent():
    while sys.stdin.buffer.read(64):
        pass
    os._exit(0)


class Context:
    """What a handler may ask about its invocation."""

    def __init__(self, headers):
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


def call(method, what, body=None):
    connection = http.client.HTTPConnection(HOST)
    try:
        connection.request(method, f"/{PREFIX}/2018-06-01/runtime/{what}", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def told(error, kind=None):
    return json.dumps({
        "errorType": kind or type(error).__name__,
        "errorMessage": str(error),
        "stackTrace": traceback.format_tb(error.__traceback__),
    })


def load():
    name = os.environ["_HANDLER"]
    module, _, function = name.rpartition(".")
    if not module:
        raise ValueError(f"Bad handler '{name}': MODULE.FUNCTION is needed")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    return getattr(importlib.import_module(module.replace("/", ".")), function)


def main():
    # Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch_parent, daemon=True).start()
    try:
        handler = load()
    except BaseException as error:  # whatever a module does while it is loaded
        traceback.print_exc()
        kind = {ImportError: "Runtime.ImportModuleError", ModuleNotFoundError: "Runtime.ImportModuleError", AttributeError: "Runtime.HandlerNotFound"}
        call("POST", "init/error", told(error, kind.get(type(error))))
        sys.exit(1)
    while True:
        try:
            status, headers, body = call("GET", "invocation/next")
        except OSError:
            return
        if status != 200:
            return
        request = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            answer = json.dumps(handler(json.loads(body), Context(headers)))
        except Exception as error:
            traceback.print_exc()
            sys.stdout.flush()
            call("POST", f"invocation/{request}/error", told(error))
            continue
        sys.stdout.flush()
        call("POST", f"invocation/{request}/response", answer)


main()
