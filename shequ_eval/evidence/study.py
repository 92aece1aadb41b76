"""Knows what one report works on: its parameters and the tables of its zones; computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from shequ_eval.evidence.checklists import read_checklist
from shequ_eval.evidence.coders import with_coders, with_indicators
from shequ_eval.evidence.documents import find_documents, find_text, passage
from shequ_eval.evidence.responses.read import Responses, read_zone_surveys
from shequ_eval.evidence.tables import read_table, read_tables
from shequ_eval.evidence.tidy import tidy_of, with_zone
from shequ_eval.vocabulary.audit_rules import AuditRules, read_audit_rules
from shequ_eval.vocabulary.codebook import Codebook, Language, read_codebook
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.narrative import narrative_file, parameters_folder, read_narrative
from shequ_eval.vocabulary.parameters import ReportParameters, parse_parameters
from shequ_eval.vocabulary.periods import overlaps
from shequ_eval.vocabulary.registers import REGISTERS
from shequ_eval.vocabulary.scheme_files import read_schemes
from shequ_eval.vocabulary.scores import Scheme, ScoreRules, read_score_rules, schemes_of

CHECKLISTS = "registers/checklists"


@dataclass(frozen=True)
class Study:
    """The tables of one report, cut to its zones, indicators and periods; and the codebook.

    Evidence of other zones is not read. `all_evidence` and `all_observations` are not cut to
    indicators and periods: what is said of a source's silence, scores, instruments and
    commitments rests on them. `provinces` are there for context.
    """

    parameters: ReportParameters
    codebook: Codebook
    zones: pd.DataFrame
    sources: pd.DataFrame
    indicators: pd.DataFrame
    evidence: pd.DataFrame
    observations: pd.DataFrame
    all_evidence: pd.DataFrame
    all_observations: pd.DataFrame
    denominators: pd.DataFrame
    standards: pd.DataFrame
    mechanisms: pd.DataFrame
    disputes: pd.DataFrame
    second_coding: pd.DataFrame
    missing_numbers: pd.DataFrame
    schemes: list[Scheme]
    score_rules: ScoreRules
    relations: pd.DataFrame
    audit_rules: AuditRules
    commitments: pd.DataFrame
    mechanism_evidence: pd.DataFrame
    followups: pd.DataFrame
    answers: pd.DataFrame | None
    registers: dict[str, pd.DataFrame]
    narrative: dict[str, str]
    surveys: tuple[Responses, ...]
    provinces: pd.DataFrame
    province_columns: pd.DataFrame

    @property
    def language(self) -> Language:
        """The language in which this report speaks."""
        return self.parameters.language

    @property
    def left_out(self) -> pd.DataFrame:
        """The figures of these zones outside the chosen indicators and periods."""
        figures = self.all_observations[self.all_observations["absence"].eq("")]
        return figures[~figures["observation_id"].isin(self.observations["observation_id"])]

    @property
    def as_of(self) -> date:
        """The day on which commitments are judged; a parameter, never the clock."""
        return date.fromisoformat(self.parameters.as_of)

    @property
    def mid_term_day(self) -> date | None:
        """The day of the mid-term evaluation that this report follows up; None for none."""
        day = self.parameters.mid_term_day
        return date.fromisoformat(day) if day else None


def read_study(**parameters: Any) -> Study:
    """Validate a notebook's parameters and read what they ask for.

    Raises
    ------
    ParametersError
        A parameter is not valid; every fault is named with the nearest valid name.
    DataError
        The data cannot be read.
    SurveySpecError
        The mapping of a zone's survey is not valid.
    NarrativeError
        The evaluator's narrative beside the parameters cannot be printed.
    """
    return study_of(find_data_root(), parameters)


def study_of(data_root: Path, parameters: Mapping[str, Any]) -> Study:
    """The study that these parameters ask for, from the data at `data_root`."""
    codebook = read_codebook(data_root)
    chosen = parse_parameters(parameters, codebook)
    raw = read_tables(data_root, chosen.zones)
    tables = tidy_of(raw, codebook)
    schemes = read_schemes(data_root, codebook, tables["evidence"], chosen.zones)
    zones = tables["zones"].set_index("zone_id", drop=False).loc[chosen.zones]
    coded = with_coders(tables["evidence"], raw["decisions"], raw["disputes"])
    everything = _with_passages(
        _of_zones(coded, chosen), tables["sources"], data_root, chosen.passages
    )
    observations = _of_zones(tables["observations"], chosen)
    missing = with_zone(raw["missing_numbers"], raw["sources"])
    second = with_indicators(
        with_zone(raw["second_coding"], raw["sources"]), coded, raw["disputes"]
    )
    commitments = _of_zones(raw["commitments"], chosen)
    return Study(
        parameters=chosen,
        codebook=codebook,
        zones=zones.reset_index(drop=True),
        sources=_of_zones(tables["sources"], chosen),
        indicators=tables["indicators"],
        evidence=_chosen(everything, chosen, codebook),
        observations=_chosen(observations, chosen, codebook),
        all_evidence=everything,
        all_observations=observations,
        denominators=_of_zones(tables["denominators"], chosen),
        standards=tables["standards"],
        mechanisms=_of_zones(tables["mechanisms"], chosen),
        disputes=_of_evidence(raw["disputes"], everything),
        second_coding=_of_zones(second, chosen),
        missing_numbers=_of_zones(missing, chosen),
        schemes=schemes_of(schemes, chosen.zones),
        score_rules=read_score_rules(data_root),
        relations=raw["relations"],
        audit_rules=read_audit_rules(data_root),
        commitments=commitments,
        mechanism_evidence=raw["mechanism_evidence"],
        followups=_followups(data_root, commitments, chosen),
        answers=_answers(data_root, _of_zones(tables["mechanisms"], chosen), codebook),
        registers=_registers(raw, chosen),
        provinces=raw["provinces"],
        province_columns=raw["provinces_columns"],
        surveys=read_zone_surveys(data_root, chosen.zones),
        narrative=read_narrative(narrative_file(parameters_folder(data_root), chosen.report_id)),
    )


def _of_zones(table: pd.DataFrame, chosen: ReportParameters) -> pd.DataFrame:
    """The rows of the chosen zones, in the order in which the parameters name them."""
    place = {zone_id: n for n, zone_id in enumerate(chosen.zones)}
    kept = table[table["zone_id"].isin(chosen.zones)]
    return kept.sort_values("zone_id", key=lambda z: z.map(place), kind="stable", ignore_index=True)


def _followups(
    data_root: Path, commitments: pd.DataFrame, chosen: ReportParameters
) -> pd.DataFrame:
    """The recommendations to these zones; one without a zone is made to that of its promise."""
    # NOTE: read whole, for a row that leaves its zone to its promise is no row of any zone yet.
    followups = read_table(data_root, "followups")
    promised = commitments.set_index("commitment_id")["zone_id"].to_dict()
    of_promise = followups["commitment_id"].map(promised).fillna("")
    zones = followups["zone_id"].where(followups["zone_id"].ne(""), of_promise)
    kept = followups.assign(zone_id=zones.astype(followups["zone_id"].dtype))
    return kept[kept["zone_id"].isin(chosen.zones)].reset_index(drop=True)


def _registers(raw: Mapping[str, pd.DataFrame], chosen: ReportParameters) -> dict[str, Any]:
    """The registers' rows of these zones; an expert's score belongs to the zone of its review."""
    kept = {name: _of_zones(raw[name], chosen) for name in REGISTERS if name != "panel_scores"}
    scores = raw["panel_scores"]
    mine = scores["review_id"].isin(kept["review"]["review_id"])
    return kept | {"panel_scores": scores[mine].reset_index(drop=True)}


def _answers(data_root: Path, mechanisms: pd.DataFrame, codebook: Codebook) -> pd.DataFrame | None:
    """The answers of every checklist that an evaluator returned for these zones, None for none."""
    every = read_table(data_root, "mechanisms")
    returned = [
        read_checklist(path, group, codebook, every)
        for zone_id, group in mechanisms.groupby("zone_id", sort=False)
        if (path := data_root / CHECKLISTS / f"{zone_id}.xlsx").is_file()
    ]
    return pd.concat(returned, ignore_index=True) if returned else None


def _of_evidence(disputes: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    return disputes[disputes["evidence_id"].isin(evidence["evidence_id"])].reset_index(drop=True)


def _chosen(table: pd.DataFrame, chosen: ReportParameters, codebook: Codebook) -> pd.DataFrame:
    ids = codebook.indicator_ids(chosen.indicators)
    kept = table["indicator_id"].isin(ids) & _in_periods(table["period"], chosen.periods)
    return table[kept].reset_index(drop=True)


def _in_periods(period: pd.Series, windows: list[str]) -> pd.Series:
    # NOTE: a figure without a period cannot be told to lie outside; it stays, marked 未写时间.
    if not windows:
        return pd.Series(True, index=period.index)
    return period.map(lambda p: p == "" or any(overlaps(p, window) for window in windows))


def _with_passages(
    evidence: pd.DataFrame, sources: pd.DataFrame, data_root: Path, wanted: bool
) -> pd.DataFrame:
    if not wanted:
        return evidence.assign(passage="")
    folders = find_documents(data_root)
    files = sources.set_index("source_id")["file"]
    texts = {key: find_text(folders, file) for key, file in files.items()}
    words = [
        passage(text, int(start), int(end)) if (text := texts[source]) else ""
        for source, start, end in zip(
            evidence["source_id"], evidence["start"], evidence["end"], strict=True
        )
    ]
    return evidence.assign(passage=words)
