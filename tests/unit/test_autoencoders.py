"""Networks that give their image back: from the config over the training to the report."""

import numpy as np
import pandas as pd
import pytest
import yaml
from rendered_page import Page
from small_study import (
    START,
    SmallStudy,
    WrittenStudy,
    autoencoder,
    book_network,
    one_experiment,
)

from hardtotrain.config.load import load_study
from hardtotrain.config.problems import ConfigError
from hardtotrain.data.dataset import Dataset, Splits, open_dataset
from hardtotrain.figures.drawings import draw
from hardtotrain.figures.selection import figures_of
from hardtotrain.figures.style import save_svg, use_style
from hardtotrain.measures.monitors import cost_and_accuracy
from hardtotrain.measures.probe import Prober
from hardtotrain.measures.recorded_training import record_training
from hardtotrain.measures.targets import targets_of

pytestmark = pytest.mark.xdist_group("small studies")

SMALL = (784, 16, 784)
ACCURACIES = ["training_accuracy", "validation_accuracy", "test_accuracy"]
COSTS = ["training_cost", "validation_cost", "test_cost"]

MIXED = "classifiers beside autoencoders"
CLASSIFIERS = ["784-30-10", "784-30-30-30-10"]
AUTOENCODERS = ["784-8-8-784", "784-8-784"]


def planned(config, network, **settings):
    """The plan of an experiment of one network."""
    config["experiments"] = {"one": {"networks": [network], **settings}}
    return load_study(config)[1]


@pytest.mark.parametrize(
    ("layers", "task"),
    [
        ([784, 784], "reconstruct"),
        ([784, 128, 16, 128, 784], "reconstruct"),
        ([784, 10], "classify"),
        ([784, 784, 10], "classify"),
    ],
)
@pytest.mark.parametrize("cost", ["cross_entropy", "quadratic"])
def test_the_last_layer_decides_what_a_network_learns(config, layers, task, cost):
    [row] = planned(config, layers, cost=cost).rows("mnist")
    assert row["task"] == task


@pytest.mark.parametrize("outputs", [9, 11, 783, 785])
def test_any_other_last_layer_is_refused_with_both_that_would_do(config, outputs):
    with pytest.raises(ConfigError) as caught:
        planned(config, [784, 30, outputs])
    assert (
        f"experiments.one.networks[0].layers: [784, 30, {outputs}]; expected the first layer to be "
        "784, as data.pixels is, and the last layer to be 10, as data.classes is, or 784 again"
    ) in str(caught.value)


def test_outputs_that_sum_to_one_are_no_pixels(config):
    assert planned(config, [784, 30, 10], cost="log_likelihood")
    with pytest.raises(ConfigError) as caught:
        planned(config, [784, 30, 784], cost="log_likelihood")
    assert (
        "experiments.one.networks[0].cost: 'log_likelihood'; expected cross_entropy or quadratic"
    ) in str(caught.value)


@pytest.mark.parametrize("name", ["autoencoder", "autoencoder_full"])
def test_the_examples_are_autoencoders_whose_halves_mirror_each_other(pytestconfig, name):
    path = pytestconfig.rootpath / "config" / "examples" / f"{name}.yaml"
    study, plan = load_study(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert "momentum" in study.experiments
    for network in plan.networks:
        layers = network.settings["layers"]
        assert network.task == "reconstruct"
        assert layers == layers[::-1] and min(layers) < 784


def test_the_targets_are_classes_or_pixels(random_examples):
    images, labels = random_examples(9, 6, 3)
    classes = targets_of((6, 5, 3), images, labels, np.float32)
    assert classes.dtype == np.float32 and classes.shape == (9, 3)
    assert (classes.argmax(axis=1) == labels).all() and (classes.sum(axis=1) == 1).all()
    pixels = targets_of((6, 5, 6), images, labels, np.float32)
    assert pixels.dtype == np.float32
    np.testing.assert_array_equal(pixels, images / 256)


@pytest.mark.parametrize("cost", ["quadratic", "cross_entropy"])
def test_the_gradient_is_the_derivative_of_the_cost(random_network, random_examples, cost):
    layers = (6, 4, 3, 6)
    network = random_network(layers, "tanh", cost)
    images, labels = random_examples(7, 6, 10)
    targets = targets_of(layers, images, labels, float)
    probe = Prober(network, images / 256, targets, [0.1] * 3, decay=0.0).take(network)
    step = 1e-5
    for layer, (b, delta) in enumerate(zip(network.biases, probe.deltas, strict=True), start=1):
        for neuron in range(layers[layer]):
            costs = []
            for change in (step, -2 * step):
                b[0, 0, neuron] += change
                costs.append(cost_and_accuracy(network, images, labels)[0][0])
            b[0, 0, neuron] += step
            derivative = (costs[0] - costs[1]) / (2 * step)
            assert delta[:, neuron].mean() == pytest.approx(derivative, rel=1e-5, abs=1e-9)


@pytest.fixture(scope="module")
def few_images(mnist_folder) -> Splits:
    """The first few examples of MNIST."""
    dataset = open_dataset(mnist_folder)
    return Splits(
        *(
            Dataset(split.images[:count], split.labels[:count])
            for split, count in (
                (dataset.training, 400),
                (dataset.validation, 200),
                (dataset.test, 100),
            )
        ),
        image_size=dataset.image_size,
    )


@pytest.fixture(scope="module")
def trained(few_images, settings_for):
    """A small autoencoder that is trained on them, with its recording and its progress."""
    settings = settings_for(
        SMALL,
        cost="quadratic",
        optimiser={"method": "nesterov"},
        regularisation=0.0,
        images=400,
        probe_images=50,
        batch_size=10,
        epochs=10,
    )
    lines = []
    network, tables = record_training(settings, [0, 1], few_images, lines.append)
    return network, tables, lines


def test_the_history_has_costs_and_no_accuracies(trained):
    history = trained[1]["history"]
    assert (history["status"] == "ok").all()
    assert history[COSTS].notna().all(axis=None) and history[ACCURACIES].isna().all(axis=None)


def test_an_autoencoder_learns_more_than_the_mean_image(trained, few_images):
    costs = trained[1]["history"].set_index("epoch")[COSTS]
    mean_image = few_images.training.images.mean(axis=0) / 256
    for cost, split in zip(
        COSTS, (few_images.training, few_images.validation, few_images.test), strict=True
    ):
        of_mean_image = 0.5 * np.sum((split.images / 256 - mean_image) ** 2, axis=1).mean()
        assert (costs.loc[0, cost] > of_mean_image).all()
        assert (costs.loc[10, cost] < 0.9 * of_mean_image).all()


def test_the_recorded_cost_is_half_the_squared_distance_from_the_image(trained, few_images):
    network, tables, _ = trained
    pixels = few_images.test.images / 256
    last = tables["history"].query("epoch == 10")
    z = network.weighted_output(pixels.astype(np.float32)).astype(float)
    distances = np.sum((1 / (1 + np.exp(-z)) - pixels) ** 2, axis=-1)
    np.testing.assert_allclose(last["test_cost"], 0.5 * distances.mean(axis=1), rtol=1e-5)


def test_the_other_recordings_are_those_of_any_network(trained):
    tables = trained[1]
    assert tables["gradients"].groupby(["epoch", "layer"]).size().eq(2).all()
    assert set(tables["gradients"]["layer"]) == {1, 2}
    assert tables["neurons"].groupby(["replicate", "epoch", "layer"]).size().max() == 784
    for name in ("gradients", "neurons", "activations", "propagation", "histograms"):
        assert tables[name].notna().all(axis=None)


def test_progress_is_told_by_the_cost(trained):
    tables, lines = trained[1:]
    cost = tables["history"].query("epoch == 10")["validation_cost"].mean()
    assert f"epoch 10 of 10: mean validation cost {cost:.4g}" in lines[-1]


def networks_in(table: pd.DataFrame) -> list[str]:
    return table["network"].unique().tolist()


def test_tables_of_accuracy_have_the_classifiers_and_other_tables_have_all(written):
    tables = written(MIXED).tables()
    everything = networks_in(tables["networks"])
    assert set(everything) == {*CLASSIFIERS, *AUTOENCODERS}
    for name in ("accuracy", "image_accuracy", "mean_field"):
        assert networks_in(tables[name]) == CLASSIFIERS
    assert networks_in(tables["differences"]) == CLASSIFIERS[1:]
    assert set(tables["differences"]["reference"]) == {CLASSIFIERS[0]}
    compared = tables["comparisons"].query("quantity == 'validation_accuracy'")
    assert networks_in(compared) == CLASSIFIERS
    for name in (
        "training_costs",
        "learning_speeds",
        "activation_levels",
        "backward_factors",
        "slope_factors",
        "weight_shares",
        "weight_decay",
    ):
        assert networks_in(tables[name]) == everything
    deep = ["784-8-8-784", "784-30-30-30-10"]
    for name in ("jacobians", "learning_speed_ratios"):
        assert networks_in(tables[name]) == deep
    assert (tables["jacobians"]["largest_error"] < 1e-10).all()


def test_costs_are_compared_within_a_task(written):
    costs = written(MIXED).tables()["training_costs"].set_index("network")
    assert set(costs["reference"]) == {"784-8-8-784"}
    assert costs["pairs"].to_dict() == {
        "784-8-8-784": 0,
        "784-30-10": 0,
        "784-30-30-30-10": 0,
        "784-8-784": 3,
    }
    means = costs["training_cost"]
    ratio = means["784-8-784"] / means["784-8-8-784"]
    assert costs["ratio"].dropna().to_dict() == pytest.approx({"784-8-784": ratio})


def test_autoencoders_change_nothing_of_the_classifiers_to_the_bit(written, tmp_path):
    alone = WrittenStudy(SmallStudy(one_experiment(book_network(1), book_network(3))), tmp_path)
    beside = written(MIXED)
    for name in ("accuracy", "differences", "image_accuracy", "comparisons", "learning_speeds"):
        of_classifiers = beside.tables()[name].query("network in @CLASSIFIERS")
        pd.testing.assert_frame_equal(
            of_classifiers.reset_index(drop=True), alone.tables()[name], check_exact=True
        )


def test_accuracy_is_drawn_where_it_exists_and_costs_wherever_images_are_reconstructed(written):
    alone = set(written("only autoencoders").figures())
    assert alone >= {("training_cost", "momentum"), ("training_cost", "wide")}
    assert not {"accuracy", "mean_field"} & {figure for figure, _ in alone}
    figures = [figure for figure, _ in written(MIXED).figures()]
    assert {"accuracy", "training_cost", "mean_field"} <= set(figures)
    untrained = SmallStudy({"start": {**START, "networks": [autoencoder(3)]}})
    shown = {figure for figure, _ in figures_of(untrained.networks.to_dict("records"))}
    assert shown >= {"neurons", "initial_speed"}
    assert not shown & {"accuracy", "training_cost", "mean_field"}


@pytest.mark.parametrize("shape", ["only autoencoders", MIXED])
@pytest.mark.filterwarnings("error")
def test_every_figure_of_a_study_with_autoencoders_is_drawn(written, shape, tmp_path):
    for figure, experiment in written(shape).figures():
        use_style()
        path = tmp_path / f"{figure}.svg"
        save_svg(draw(figure, written(shape).data(experiment)), path)
        drawn = path.read_text(encoding="utf-8")
        called = written(shape).data(experiment).words()
        if figure == "accuracy":
            assert all(called[name] in drawn for name in CLASSIFIERS)
            assert not any(called[name] in drawn for name in AUTOENCODERS)
        if figure == "training_cost" and shape == MIXED:
            assert all(called[name] in drawn for name in (*CLASSIFIERS, *AUTOENCODERS))


def test_the_report_of_autoencoders_alone_has_their_costs_and_no_accuracies(written):
    page = Page(written("only autoencoders").page())
    tables = [number.table for number in page.numbers()]
    assert "training_costs" in tables and "accuracy" not in tables
    figures = [figure.get("id") for figure in page.all("figure")]
    for experiment in ("momentum", "wide"):
        assert f"figure-training_cost-{experiment}" in figures
        assert f"figure-accuracy-{experiment}" not in figures


def test_the_report_of_both_has_the_accuracies_of_one_and_the_costs_of_all(written):
    page = Page(written(MIXED).page())
    rows = {name: set() for name in ("accuracy", "training_costs")}
    for table in page.all("table"):
        if table.get("data-table") in rows:
            named = {"".join(row[0].itertext()) for row in table.iter("tr")} - {"network"}
            rows[table.get("data-table")] |= named
    assert rows == {
        "accuracy": set(CLASSIFIERS),
        "training_costs": {*CLASSIFIERS, *AUTOENCODERS},
    }
    figures = [figure.get("id") for figure in page.all("figure")]
    assert {"figure-accuracy-depth", "figure-training_cost-depth"} <= set(figures)


def test_an_untrained_autoencoder_has_speeds_and_no_prediction(tmp_path):
    study = WrittenStudy(SmallStudy({"start": {**START, "networks": [autoencoder(3)]}}), tmp_path)
    shown = {number.table for number in Page(study.page()).numbers()}
    assert {"learning_speed_ratios", "jacobians"} <= shown
    assert not {"mean_field", "accuracy", "training_costs"} & shown
