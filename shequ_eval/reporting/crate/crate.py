"""Knows what a report's Workflow Run RO-Crate says of it: how it was made, of what; no clock."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from shequ_eval.reporting.crate.crate_exhibits import describe_exhibits
from shequ_eval.reporting.crate.inputs import PACKAGE
from shequ_eval.reporting.crate.record import CRATE, INPUT, RUN, SOFTWARE
from shequ_eval.reporting.files.checksums import checksums_in
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.plan import ReportPlan

RO_CRATE = "1.1"
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
WORKFLOW_PROFILE = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
PARAMETER_PROFILE = "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"
CODE = ["File", "SoftwareSourceCode"]
WORKFLOW = [*CODE, "ComputationalWorkflow"]
OF_WORKFLOWS = [{"@id": "https://w3id.org/workflowhub/workflow-ro-crate/1.0"}]
LICENCE, EVALUATOR = "#licence", "#evaluator"
KINDS = {bool: "Boolean", int: "Integer", str: "Text"}
FORMATS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_crate(
    folder: Path,
    plan: ReportPlan,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    exhibits: Mapping[str, list[FoundExhibit]],
) -> Path:
    """Write `ro-crate-metadata.json` for the report in `folder`, whose other files all stand.

    Every file of the folder is in it with its checksum. It holds no time, no commit, no user and
    no path of a machine, so the same inputs give the same bytes; its date is the parameter
    `as_of`.
    """
    crate = ROCrate(version=RO_CRATE)
    crate.metadata.extra_contexts.append(TERMS)
    _describe_root(crate, plan)
    files = _add_files(crate, folder, plan)
    software = _add_software(crate, versions, inputs)
    parameters = _add_parameters(crate, plan)
    read = [_add_input(crate, name, checksum) for name, checksum in sorted(inputs.items())]
    workflow = files[f"notebooks/{plan.report_notebook.name}"]
    crate.mainEntity = workflow
    workflow["input"] = [formal for formal, _ in parameters]
    workflow["softwareRequirements"] = software
    run = crate.add_jsonld(
        {
            "@id": RUN,
            "@type": "CreateAction",
            "name": f"shequ-eval run {plan.report_id}",
            "description": "执行 notebook 并生成报告 notebooks executed, report rendered",
            "actionStatus": "http://schema.org/CompletedActionStatus",
        }
    )
    run["instrument"] = workflow
    run["object"] = [*read, *(value for _, value in parameters)]
    run["result"] = list(files.values())
    run["agent"] = crate.root_dataset["author"]
    crate.root_dataset["mentions"] = run
    describe_exhibits(crate, folder, plan, exhibits)
    path = folder / CRATE
    text = json.dumps(_sorted(crate.metadata.generate()), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _describe_root(crate: ROCrate, plan: ReportPlan) -> None:
    crate.name = plan.parameters.heading
    crate.description = (
        "社区治理实验区第三方评估报告，附工作底稿、展项、参数和输入的校验和。"
        " An evaluation report with its working papers, exhibits, parameters and inputs."
    )
    crate.datePublished = plan.parameters.as_of
    licence = {
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "未声明，由评估方决定 not stated; for the evaluator to decide",
        "description": "没有随报告给出许可 no licence is given with this report",
    }
    crate.license = crate.add_jsonld(licence)
    # NOTE: parameters name no evaluator; whoever deposits the report puts the name here.
    evaluator = {"@id": EVALUATOR, "@type": "Organization", "name": "第三方评估方 the evaluator"}
    crate.root_dataset["author"] = crate.add_jsonld(evaluator)
    crate.metadata["conformsTo"] = [{"@id": f"https://w3id.org/ro/crate/{RO_CRATE}"}, *OF_WORKFLOWS]
    profiles = [
        crate.add(ContextEntity(crate, key, {"@type": "CreativeWork", "name": name}))
        for key, name in PROFILES.items()
    ]
    crate.root_dataset["conformsTo"] = profiles


def _add_files(crate: ROCrate, folder: Path, plan: ReportPlan) -> dict[str, Any]:
    made = {}
    code = {f"notebooks/{path.name}": CODE for path in plan.notebooks}
    code[f"notebooks/{plan.report_notebook.name}"] = WORKFLOW
    for name, checksum in checksums_in(folder).items():
        if name == CRATE:
            continue
        path = folder / name
        properties: dict[str, Any] = {
            "@type": code.get(name, "File"),
            "name": name,
            "sha256": checksum,
            "contentSize": str(path.stat().st_size),
        }
        if path.suffix in FORMATS:
            properties["encodingFormat"] = FORMATS[path.suffix]
        made[name] = crate.add_file(path, quote(name), properties=properties)
    _describe_notebooks(crate, made, plan)
    return made


def _describe_notebooks(crate: ROCrate, made: Mapping[str, Any], plan: ReportPlan) -> None:
    language = crate.add_jsonld(
        {
            "@id": "#jupyter",
            "@type": "ComputerLanguage",
            "name": "Jupyter Notebook (Python)",
            "url": {"@id": "https://jupyter.org/"},
        }
    )
    for path in plan.notebooks:
        entity = made[f"notebooks/{path.name}"]
        entity["programmingLanguage"] = language
        entity["version"] = str(entity["sha256"])[:12]
        if path == plan.report_notebook:
            entity["conformsTo"] = {"@id": WORKFLOW_PROFILE}
            papers = [made[f"notebooks/{p.name}"] for p in plan.notebooks if p != path]
            if papers:
                entity["hasPart"] = papers if len(papers) > 1 else papers[0]


def _add_software(
    crate: ROCrate, versions: Mapping[str, str], inputs: Mapping[str, str]
) -> list[Any]:
    added = []
    for name, version in sorted(versions.items()):
        content = {
            "@id": f"{SOFTWARE}{name}",
            "@type": "SoftwareApplication",
            "name": name,
            "softwareVersion": version,
        }
        if name == "shequ-eval":
            content["sha256"] = inputs[PACKAGE]
        added.append(crate.add_jsonld(content))
    return added


def _add_input(crate: ROCrate, name: str, checksum: str) -> Any:
    # NOTE: not a File, since the crate does not carry it; its name and checksum identify it.
    content = {
        "@id": f"{INPUT}{quote(name)}",
        "@type": "CreativeWork",
        "name": name,
        "sha256": checksum,
    }
    return crate.add_jsonld(content)


def _add_parameters(crate: ROCrate, plan: ReportPlan) -> list[tuple[Any, Any]]:
    return [
        _add_parameter(crate, name, value)
        for name, value in plan.parameters.model_dump(mode="json").items()
    ]


def _add_parameter(crate: ROCrate, name: str, value: Any) -> tuple[Any, Any]:
    plain = isinstance(value, (bool, int, str))
    formal = {
        "@id": f"#parameter/{name}",
        "@type": "FormalParameter",
        "name": name,
        "additionalType": KINDS.get(type(value), "Text"),
        "conformsTo": {"@id": PARAMETER_PROFILE},
        "valueRequired": False,
    }
    given: dict[str, Any] = {
        "@id": f"#value/{name}",
        "@type": "PropertyValue",
        "name": name,
        "value": value if plain else json.dumps(value, ensure_ascii=False),
        "exampleOfWork": {"@id": formal["@id"]},
    }
    if not plain:
        given["encodingFormat"] = "application/json"
    return crate.add_jsonld(formal), crate.add_jsonld(given)


def _sorted(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata with the descriptor and the root first, and all else by its id."""
    first: Sequence[str] = (CRATE, "./")
    graph = metadata["@graph"]
    head = [entity for at in first for entity in graph if entity["@id"] == at]
    rest = sorted((e for e in graph if e["@id"] not in first), key=lambda e: e["@id"])
    return metadata | {"@graph": [*head, *rest]}
