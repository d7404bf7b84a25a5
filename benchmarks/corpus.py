"""
What our rules say of every document of the corpus: `make corpus`, or `python -m benchmarks.corpus [FOLDER]`.

Prints the misses one by one, then what was accepted and refused by label and by rule; ends with 1 when there is a miss.
A miss is also a document that is refused, but not by the rules that `reasons.json` names for it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.documents import Labelled, corpus_folder, read_corpus
from workflow_updater.core.definition.document import Document
from workflow_updater.core.definition.machine import MachineType
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.validate import located, validate

REASONS = Path(__file__).with_name("reasons.json")
Findings = Mapping[str, Sequence[Finding]]


def findings_of(document: Labelled) -> list[Finding]:
    """Return what validation finds in *document*, with places."""
    read = read_json(document.text)
    if not isinstance(read, Document):
        return list(read)
    machine_type: MachineType = "EXPRESS" if document.machine_type == "EXPRESS" else ""
    return located(validate(read.value, machine_type=machine_type), read, document.name)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those of *findings* that refuse a document."""
    return [finding for finding in findings if finding.severity == "error"]


def main(argument: str = "") -> int:
    """Print the result and return the exit code."""
    documents = read_corpus(corpus_folder(argument))
    found = {document.name: findings_of(document) for document in documents}
    misses = [document for document in documents if document.valid == bool(errors(found[document.name]))]
    for document in misses:
        _print_miss(document, found[document.name])
    misjudged = _misjudged([document for document in documents if document not in misses], found)
    for valid in (True, False):
        _print_label([document for document in documents if document.valid is valid], found, valid=valid)
    return 1 if misses or misjudged else 0


def _misjudged(documents: Iterable[Labelled], found: Findings) -> int:
    """Print which documents are refused, but for another reason than theirs, and return how many."""
    reasons: dict[str, list[str]] = json.loads(REASONS.read_text("utf-8"))
    number = 0
    for document in documents:
        rules = {finding.rule for finding in errors(found[document.name])}
        for rule in reasons.get(document.name, ()):
            if rule not in rules:
                print(f"invalid and refused, but not by {rule}: {document.name}, by {', '.join(sorted(rules))}")
                number += 1
    return number


def _print_miss(document: Labelled, findings: Sequence[Finding]) -> None:
    if document.valid:
        print(f"valid but refused: {document.name} ({document.basis})")
        for finding in errors(findings):
            print(f"  {finding.line}:{finding.column} {finding.rule} {finding.pointer} {finding.message}")
    else:
        print(f"invalid but accepted: {document.name} ({document.basis})\n  {' '.join(document.why.split())[:240]}")


def _print_label(documents: Sequence[Labelled], found: Findings, *, valid: bool) -> None:
    refused = [document for document in documents if errors(found[document.name])]
    right = len(documents) - len(refused) if valid else len(refused)
    share = 100 * right / (len(documents) or 1)
    label, verdict = ("valid", "accepted") if valid else ("invalid", "refused")
    print(f"\n{label}: {right} of {len(documents)} {verdict}, {share:.1f} %")
    by_basis = Counter(document.basis for document in documents)
    right_by_basis = Counter(document.basis for document in documents if (document in refused) is not valid)
    for basis, total in sorted(by_basis.items()):
        print(f"  {basis:<18}{right_by_basis[basis]:>4} of {total}")
    rules = Counter(rule for document in documents for rule in {finding.rule for finding in found[document.name]})
    print("  documents by rule: " + (", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())) or "none"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
