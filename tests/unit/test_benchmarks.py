"""The benchmark: what it compares does the same work, and its tables say what was measured."""

import numpy as np
import pytest

from benchmarks import axes, commits, engine, peers
from benchmarks.schedule import dependencies, last_chain, makespan, schedule
from benchmarks.work import Work
from tests.workflow.workspace import Job

BATCH_SIZE = 5


@pytest.fixture
def work(random_dataset):
    # 20 mini-batches of 5 an epoch; as few images as these make λ/n large enough to be seen.
    def make(layers=(6, 5, 4, 10), replicates=1):
        dataset = random_dataset(layers[0], layers[-1], training=100, validation=40)
        return Work(layers, BATCH_SIZE, replicates, dataset.training, dataset.validation)

    return make


def test_ours_and_the_textbook_train_the_same_network(work):
    ours, textbook = peers.start("ours", work(replicates=3)), peers.start("textbook", work())
    before = [W.copy() for W in ours.network.weights]
    for _ in range(3):
        ours.train_epoch()
        textbook.train_epoch()
    for W, W_before, expected in zip(
        ours.network.weights, before, textbook.network.weights, strict=True
    ):
        np.testing.assert_allclose(W[0].T, expected, rtol=0, atol=1e-5)
        assert abs(W[0] - W_before[0]).max() > 0.01
    for b, expected in zip(ours.network.biases, textbook.network.biases, strict=True):
        np.testing.assert_allclose(b[0].T, expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(ours.watch(), textbook.watch(), rtol=1e-5)


def test_each_order_holds_every_image_once_and_no_two_are_alike(work):
    orders = work(replicates=2).orders()
    drawn = np.concatenate([next(orders), next(orders)])
    np.testing.assert_array_equal(np.sort(drawn), np.tile(np.arange(100), (4, 1)))
    assert len({order.tobytes() for order in drawn}) == 4


def test_the_products_are_those_of_backpropagation(work):
    products = peers.start("products", work(replicates=2))
    a, delta, W = products.activations[0].copy(), products.deltas[-1].copy(), products.weights
    products.step()
    expected_a, expected_delta = [a], [delta]
    for weights in W:
        expected_a.append(np.einsum("rmi,rio->rmo", expected_a[-1], weights))
    for weights in W[:0:-1]:
        expected_delta.insert(0, np.einsum("rmo,rio->rmi", expected_delta[0], weights))
    for gradient, a, delta in zip(products.gradients, expected_a, expected_delta, strict=False):
        expected = np.einsum("rmi,rmo->rio", a, delta)
        np.testing.assert_allclose(gradient, expected, rtol=1e-4, atol=1e-5)


def test_operations_are_two_for_each_weight_and_image_in_each_product(work):
    # A forward and a gradient product for 6·5 + 5·4 + 4·10 weights, a backward one for 5·4 + 4·10.
    assert work().operations == 2 * BATCH_SIZE * (90 + 90 + 60)


def measured(implementation, number, microseconds, products=10.0, accuracy=0.9):
    return {
        "implementation": implementation,
        "layers": "784-30-10",
        "replicates": 1,
        "round": number,
        "microseconds_per_step_per_replicate": microseconds,
        "ratio_to_matrix_products": microseconds / products,
        "validation_accuracy": accuracy,
        "peak_megabytes": 100,
    }


def test_other_work_is_refused():
    rows = [measured("ours", 1, 20.0), measured("torch", 1, 200.0, accuracy=0.895)]
    engine.check_same_work(rows)
    rows.append(measured("jax", 1, 30.0, accuracy=0.87))
    with pytest.raises(SystemExit, match=r"jax did other work.* 0\.8700, ours 0\.9000"):
        engine.check_same_work(rows)


def test_the_table_compares_within_each_round():
    # Twice as slow a second round leaves every ratio as it is.
    costs = dict.fromkeys(engine.NAMES, 10.0) | {"ours": 20.0, "torch": 300.0}
    trained = engine.NAMES.keys() - {"products", "limit"}
    rows = [
        measured(name, number, cost * number, 10.0 * number, 0.9 if name in trained else np.nan)
        for number in (1, 2)
        for name, cost in costs.items()
    ]
    lines = engine.table(rows).splitlines()
    torch = next(line for line in lines if line.startswith("| PyTorch"))
    assert "| 450.0 | 30.00 (30.00 to 30.00) | 15.00 (15.00 to 15.00) | 90.00% | 100 |" in torch
    limit = next(line for line in lines if line.startswith("| the same operations"))
    assert limit.endswith("| 15.0 | 1.00 (1.00 to 1.00) | 0.50 (0.50 to 0.50) |  |  |")


@pytest.mark.parametrize("power", [0.0, 0.7, 2.0])
def test_the_growth_exponent_is_the_power_of_a_power_law(power):
    values = [1, 3, 10, 100]
    costs = [7 * value**power for value in values]
    assert axes.growth_exponent(values, costs) == pytest.approx(power, abs=1e-12)


def job(name, *inputs, priority=0):
    return Job(name, frozenset(inputs), frozenset([name]), {}, priority, None)


@pytest.mark.parametrize(
    ("cores", "expected"),
    [
        (1, {"long": (0, 5), "middle": (5, 7), "short": (7, 9), "end": (9, 10)}),
        (2, {"long": (0, 5), "middle": (0, 2), "short": (2, 4), "end": (5, 6)}),
    ],
)
def test_a_schedule_starts_the_ready_job_of_the_highest_priority(monkeypatch, cores, expected):
    monkeypatch.setattr("benchmarks.schedule.PAUSE", 0)
    jobs = [job("short"), job("long", priority=2), job("middle", priority=1), job("end", "long")]
    needs = dependencies(jobs)
    spans = schedule(jobs, [2, 5, 2, 1], needs, cores)
    assert {job.rule: span for job, span in zip(jobs, spans, strict=True)} == expected
    assert makespan(spans) == expected["end"][1]
    assert [jobs[k].rule for k in last_chain(spans, needs)] == ["long", "end"]


@pytest.mark.parametrize("kind", commits.KINDS)
def test_every_kind_of_network_that_commits_are_compared_by_is_trained(kind, random_dataset):
    images = random_dataset(784, 10, training=20, validation=10).training
    assert 0 < commits.microseconds(kind, images) < 1e6
