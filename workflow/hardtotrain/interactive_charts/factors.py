"""The factor |w σ′(z)| as a chart: what a weight, an input and a number of layers make of it."""

import math

import altair as alt
import pandas as pd

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.interactive_charts.chart import Chart, Control
from hardtotrain.interactive_charts.theme import (
    INK,
    QUIET,
    SERIES,
    data,
    layered,
    powers_of_ten,
    word,
)
from hardtotrain.tables.runs import read_table
from hardtotrain.theory.slope_factors import widest_escape

NETWORKS = 20
LAYERS = 20
LOWEST, HIGHEST = 1e-6, 1e3  # of the axis; what lies beyond is drawn at its end, and told
REACH = 10  # |z| on the axis

# A factor this close to 1 leaves an error as it is, over a few layers.
LEVEL = 1.25

WEIGHTS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 6, 6.9, 8, 10, 15, 20, 30, 50, 70, 100]
INPUTS = [round(step / 2, 1) for step in range(-2 * REACH, 2 * REACH + 1)]


def factor_chart(experiment: ExperimentData) -> Chart:
    """The curve of any weight, and the pairs (w, z) of deep networks as drawn and as trained.

    The drawn are those of the same name that another experiment leaves untrained.
    """
    points = read_table(experiment.tables / "slope_points.csv").query("kind == 'hidden'")
    networks = read_table(experiment.tables / "networks.csv")
    shares = read_table(experiment.tables / "slope_factors.csv").query("kind == 'hidden'")
    trained = networks[(networks["experiment"] == experiment.experiment) & (networks["epochs"] > 0)]
    sampled = set(points["network"])
    names = [name for name in trained["network"] if name in sampled][:NETWORKS]
    drawn = networks[networks["epochs"] == 0].drop_duplicates("network")
    stages = pd.concat([trained.assign(stage="trained"), drawn.assign(stage="drawn")])
    stages = stages.loc[stages["network"].isin(names), ["experiment", "network", "stage"]]
    key = ["stage", "network"]
    pairs = stages.merge(points, on=["experiment", "network"])
    shown = [stage for stage in ("drawn", "trained") if stage in set(pairs["stage"])]
    of_stage = pairs.groupby(key, sort=False)[["weight", "weighted_input"]]
    below = stages.merge(shares, on=["experiment", "network"]).groupby(key, sort=False)
    return Chart(
        data={"points": of_stage.agg(list).reset_index()},
        controls={
            "w": Control("range", WEIGHTS, 1),
            "z": Control("range", INPUTS, 0.0),
            "layers": Control("range", range(1, LAYERS + 1), 4),
            "network": Control("select", names, names[-1] if names else None),
            "stage": Control("select", shown, shown[-1] if shown else None, words=True),
        },
        presets=presets(pairs, names),
        readings=shares_below(below["below_quarter"].min()).reset_index(),
    )


def presets(pairs: pd.DataFrame, names: list[str]) -> dict[str, dict]:
    """The bound, a typical weight of each stage, the widest escape, and an explosion."""
    made = {"bound": {"w": 1, "z": 0.0}}
    for stage, sizes in pairs[pairs["network"].isin(names[-1:])].groupby("stage"):
        made[stage] = {
            "network": names[-1],
            "stage": stage,
            "w": nearest(WEIGHTS, sizes["weight"].abs().median()),
            "z": nearest(INPUTS, sizes["weighted_input"].abs().median()),
        }
    widest, _ = widest_escape()
    return made | {
        "escape": {"w": nearest(WEIGHTS, widest), "z": 0.0},
        "explosion": {"w": 100, "z": 0.0},
    }


def shares_below(shares: pd.Series) -> pd.DataFrame:
    """That every factor is below 1/4, or the share that is: in per cent, never rounded up."""
    return pd.DataFrame(
        {
            "share": shares.where(shares < 1).map(
                lambda share: f"{math.floor(1e4 * share) / 100:.2f}", na_action="ignore"
            ),
            "every": shares.map(lambda share: "1/4" if share == 1 else None),
        }
    )


def nearest(values: list[float], value: float) -> float:
    """The one of some values that is nearest to a value."""
    return min(values, key=lambda candidate: abs(candidate - value))


def draw_factors() -> alt.LayerChart:
    """|w σ′(z)| against z on a logarithmic axis, with the chosen factor and its power."""
    curve = alt.Chart(alt.sequence(-REACH, REACH + 0.01, 0.1, as_="z"))
    scale = alt.Scale(type="log", domain=[LOWEST, HIGHEST], clamp=True)
    z = alt.X("z:Q", title="z", scale=alt.Scale(domain=[-REACH, REACH], clamp=True))
    axis = powers_of_ten()
    factor = alt.Y("factor:Q", title=word("factor"), scale=scale, axis=axis)
    points = (
        alt.Chart(data("points"))
        .transform_filter("datum.network === network && datum.stage === stage")
        .transform_flatten(["weight", "weighted_input"], as_=["weight", "z"])
        .transform_calculate(factor=factor_of("datum.weight", "datum.z"))
    )
    curve = curve.transform_calculate(slope=slope_of("datum.z"), factor=factor_of("w", "datum.z"))
    here = alt.Chart(alt.sequence(0, 1)).transform_calculate(z="z", factor="factor", power="power")
    levels = alt.Chart(alt.sequence(0, 1)).encode(x=alt.value(0), x2=alt.value("width"))
    names = [("exploding", HIGHEST, "top", 6), ("vanishing", LOWEST, "bottom", -6)]
    return layered(
        levels.mark_rect(opacity=0.7, color="var(--soft)").encode(
            y=alt.datum(0.25), y2=alt.datum(LOWEST)
        ),
        *(
            levels.mark_rule(color=QUIET, strokeDash=dash).encode(y=alt.datum(level))
            for level, dash in ((1, [1, 0]), (0.25, [4, 3]))
        ),
        *(
            alt.Chart(alt.sequence(0, 1))
            .mark_text(align="left", baseline=baseline, dx=8, dy=dy, text=alt.expr(f"words.{name}"))
            .encode(x=alt.value(0), y=alt.datum(level))
            for name, level, baseline, dy in names
        ),
        points.mark_point(filled=True, size=14, opacity=0.45, color=SERIES[2]).encode(
            x=z,
            y=factor,
            tooltip=[
                alt.Tooltip("weight:Q", title="w", format=".3~g"),
                alt.Tooltip("z:Q", title="z", format=".3~g"),
                alt.Tooltip("factor:Q", title="|w σ′(z)|", format=".3~g"),
            ],
        ),
        curve.mark_line(strokeWidth=1.4, strokeDash=[5, 3], color=QUIET).encode(x=z, y="slope:Q"),
        curve.mark_line(strokeWidth=2.2, color=SERIES[0]).encode(x=z, y=factor),
        here.mark_rule(strokeWidth=1.6, color=INK).encode(x=z, y="factor:Q", y2="power:Q"),
        here.mark_point(filled=True, size=90, opacity=1, color=SERIES[0]).encode(x=z, y=factor),
        here.mark_point(filled=True, size=110, opacity=1, color=INK, shape="diamond").encode(
            x=z, y="power:Q"
        ),
        parameters=("w", "z", "layers", "network", "stage"),
        height=280,
    ).add_params(
        alt.param(name="factor", expr=factor_of("w", "z")),
        alt.param(name="power", expr="pow(factor, layers)"),
        alt.param(
            name="fate",
            expr=f"factor < {1 / LEVEL} ? 'vanishing' : factor > {LEVEL} ? 'exploding' : 'level'",
        ),
    )


def slope_of(z: str) -> str:
    """σ′ of an expression, as 1 / (2 + e^z + e^−z): accurate for large |z| too."""
    return f"1 / (2 + exp({z}) + exp(-({z})))"


def factor_of(w: str, z: str) -> str:
    """|w σ′(z)| of two expressions."""
    return f"abs({w}) * {slope_of(z)}"
