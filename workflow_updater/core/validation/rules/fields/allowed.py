"""
Which fields each object of a definition may have, whatever the query language; `languages` says which need which.

The table of states is what ValidateStateMachineDefinition answered for each of eight types and fifty fields, recorded
by https://github.com/badmintoncryer/cdk-preflight; the other tables are the specification's and the developer guide's.
"""

from __future__ import annotations

_ALL = frozenset({"Type", "Comment", "QueryLanguage"})
_PATHS = frozenset({"InputPath", "OutputPath", "Output"})
_GOING_ON = frozenset({"Next", "End"})  # of the others too: that they must not have them is a rule of its own (E112)
_WORKING = frozenset({"ResultPath", "ResultSelector", "Parameters", "Assign", "Retry", "Catch"})

STATE_FIELDS = {
    "Task": _ALL
    | _PATHS
    | _GOING_ON
    | _WORKING
    | {"Resource", "Arguments", "Credentials"}
    | {"TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"},
    "Wait": _ALL | _PATHS | _GOING_ON | {"Assign", "Seconds", "SecondsPath", "Timestamp", "TimestampPath"},
    "Pass": _ALL | _PATHS | _GOING_ON | {"Assign", "Parameters", "Result", "ResultPath"},
    "Succeed": _ALL | _PATHS | _GOING_ON,
    "Fail": _ALL | _GOING_ON | {"Error", "ErrorPath", "Cause", "CausePath"},
    "Choice": _ALL | _PATHS | _GOING_ON | {"Assign", "Choices", "Default"},
    "Parallel": _ALL | _PATHS | _GOING_ON | _WORKING | {"Arguments", "Branches"},
    "Map": _ALL
    | _PATHS
    | _GOING_ON
    | _WORKING
    | {"ItemProcessor", "Iterator", "Items", "ItemsPath", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter"}
    | {"MaxConcurrency", "MaxConcurrencyPath", "Label"}
    | {"ToleratedFailureCount", "ToleratedFailureCountPath"}
    | {"ToleratedFailurePercentage", "ToleratedFailurePercentagePath"},
}
FIELDS_OF_ANY_STATE = frozenset[str]().union(*STATE_FIELDS.values())

_NESTED = frozenset({"Comment", "StartAt", "States", "TimeoutSeconds", "Version"})
SCOPE_FIELDS = {
    "machine": _NESTED | {"QueryLanguage"},
    "branch": _NESTED,
    "processor": _NESTED | {"ProcessorConfig"},
}

RETRIER_FIELDS = frozenset(
    {"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"}
)
CATCHER_FIELDS = frozenset({"ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Comment"})

_ORDERED = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
COMPARISONS = frozenset(
    {f"{kind}{how}{end}" for kind in ("String", "Numeric", "Timestamp") for how in _ORDERED for end in ("", "Path")}
    | {"BooleanEquals", "BooleanEqualsPath", "StringMatches"}
    | {"IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"}
)
NESTED_CHOICE_FIELDS = COMPARISONS | {"And", "Or", "Not", "Variable", "Comment"}
CHOICE_FIELDS = NESTED_CHOICE_FIELDS | {"Condition", "Next", "Assign", "Output"}

# The objects inside a Map state, by the way that leads to them; the source of each is the page of its field in
# https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
MAP_OBJECTS = {
    ("ItemReader",): frozenset({"Resource", "Parameters", "Arguments", "ReaderConfig"}),
    ("ItemReader", "ReaderConfig"): frozenset(
        {"InputType", "Transformation", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "ItemsPointer"}
        | {"MaxItems", "MaxItemsPath", "ManifestType"}
    ),
    ("ItemBatcher",): frozenset(
        {"MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath", "BatchInput"}
    ),
    ("ResultWriter",): frozenset({"Resource", "Parameters", "Arguments", "WriterConfig"}),
    ("ResultWriter", "WriterConfig"): frozenset({"OutputType", "Transformation"}),
    ("ItemProcessor", "ProcessorConfig"): frozenset({"Mode", "ExecutionType"}),
    ("Iterator", "ProcessorConfig"): frozenset({"Mode", "ExecutionType"}),
}
