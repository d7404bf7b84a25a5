"""The source of a macro that does what its parameters say."""

# Answers under whatever name it is called: it returns what it got, marked with that name, or fails as it is told to.
PROBE = """
import json

def handler(event, context):
    name = event["transformId"].partition("::")[2]
    params, fragment = event["params"], event["fragment"]
    answer = {"requestId": event["requestId"], "status": params.get("Status", "success")}
    match params.get("Do", "mark"):
        case "raise":
            raise ValueError("boom")
        case "answer nothing":
            return None
        case "fail":
            return {**answer, "status": "failed", "errorMessage": params["Message"]}
        case "fail without a word":
            return {**answer, "status": "failed"}
        case "answer another request":
            return {**answer, "requestId": "other", "fragment": fragment}
        case "forget the fragment":
            return answer
        case "return":
            return {**answer, "fragment": params["Fragment"]}
        case "nest":
            return {**answer, "fragment": {"By": name, "Got": fragment}}
        case "rename":
            fragment["Resources"]["Q"]["Properties"]["QueueName"] = params["To"]
        case "call again":
            fragment["Metadata"] = {"Again": {"Fn::Transform": {"Name": name}}}
            return {**answer, "fragment": fragment}
        case "enlarge":
            fragment["Metadata"] = {"Large": "x" * params["Size"]}
            return {**answer, "fragment": fragment}
        case "tell":
            fragment["Metadata"] = {"Event": json.dumps(event)}
            return {**answer, "fragment": fragment}
        case "add a role":
            trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "x"}, "Action": "sts:AssumeRole"}]}
            fragment["Resources"]["R"] = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust}}
    trace = fragment.setdefault("Metadata", {}).setdefault("Trace", [])
    trace.append(name)
    return {**answer, "fragment": fragment}
"""
