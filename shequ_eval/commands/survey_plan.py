"""Knows how a sampling plan is asked for on the command line; plans nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

from pathlib import Path

import click

from shequ_eval.commands.expected import CANNOT_RUN, expected_faults, leave, shown

SHARE = click.FloatRange(0, 1, min_open=True)
MONEY = click.FloatRange(0)


@click.command("plan", short_help="抽样方案。 A sampling plan.")
@click.argument("frame", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--margin",
    type=click.FloatRange(0, min_open=True),
    required=True,
    help="各街道区间的半宽，如 0.1。 Half the width of each street's interval.",
)
@click.option(
    "--spread",
    type=click.FloatRange(0, min_open=True),
    default=0.5,
    show_default=True,
    help="一个回答的标准差；占比近一半时为 0.5。 Standard deviation of an answer.",
)
@click.option(
    "--alike",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.05,
    show_default=True,
    help="同社区回答的相像程度 ρ。 Intra-community correlation.",
)
@click.option(
    "--response",
    type=SHARE,
    default=0.6,
    show_default=True,
    help="预计应答率。 Expected response rate.",
)
@click.option(
    "--weighting",
    type=click.FloatRange(1),
    default=1.0,
    show_default=True,
    help="权重不等的损失 1 + cv²。 Loss by unequal weights.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(0.5, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="置信水平。 Confidence.",
)
@click.option(
    "--take",
    type=click.IntRange(1),
    help="每社区答卷数；不写则按成本取最省的。 Answers in each community.",
)
@click.option("--community-cost", type=MONEY, default=0.0, help="每个社区的花费（元）。 Yuan.")
@click.option("--visit-cost", type=MONEY, default=0.0, help="每户上门的花费（元）。 Yuan.")
@click.option("--interview-cost", type=MONEY, default=0.0, help="每份答卷的花费（元）。 Yuan.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="另存为 CSV。 Save as CSV too."
)
def plan(
    frame: Path,
    margin: float,
    spread: float,
    alike: float,
    response: float,
    weighting: float,
    confidence: float,
    take: int | None,
    community_cost: float,
    visit_cost: float,
    interview_cost: float,
    out: Path | None,
) -> None:
    """按 FRAME（street, community, households 的表）算要抽多少社区和户。 Plan a survey of FRAME.

    每个街道都要达到 --margin；给出应抽社区、答卷、应发户数、设计效应、半宽、自由度与花费。 Every
    street is to be within --margin; gives what to draw, what it will show and what it costs.
    """
    from shequ_eval.analysis.refusals import RefusedMethodError
    from shequ_eval.analysis.sampling_plan import PlanTerms, plan_sample
    from shequ_eval.evidence.responses.frame import read_frame
    from shequ_eval.reporting.survey.tables import plan_lines, write_table

    with expected_faults():
        places = read_frame(frame, ("street", "community", "households"))
        try:
            terms = PlanTerms(
                margin,
                spread,
                alike,
                response,
                weighting,
                confidence,
                community_cost,
                visit_cost,
                interview_cost,
                take,
            )
            table = plan_sample(places, terms)
        except RefusedMethodError as error:
            leave(f"{error.zh} {error.en}", CANNOT_RUN)
        for line in plan_lines(table):
            click.echo(line)
        if out is not None:
            click.echo(shown(write_table(table, out)))
