"""`snakemake --logger records`: each job of a run as a line of JSON, for tests to read."""

import json
import sys
from logging import LogRecord

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent


class LogHandler(LogHandlerBase):
    writes_to_stream = True
    writes_to_file = False
    has_filter = False
    has_formatter = True
    needs_rulegraph = False

    def emit(self, record: LogRecord) -> None:
        event = getattr(record, "event", None)
        if event == LogEvent.JOB_INFO:
            job = {
                "rule": record.rule_name,
                "inputs": record.input,
                "outputs": record.output,
                "wildcards": dict(record.wildcards or {}),
                "priority": record.priority,
                "benchmark": record.benchmark,
            }
            print(json.dumps(job), flush=True)
        elif event == LogEvent.RUN_INFO:
            print(json.dumps(record.stats), flush=True)
        elif event is None or event == LogEvent.ERROR:
            print(record.getMessage(), file=sys.stderr, flush=True)
