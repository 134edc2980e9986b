# %% [markdown]
"""# Reading the results.

Opens as a notebook in VS Code, Spyder, PyCharm and, with jupytext, in Jupyter, and runs as a
program. Either way it is at home in the folder that holds `results/`: start Jupyter there, or
`python examples/reading_results.py`. Every column is explained in `results/README.md`.
"""

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

results = Path("results")


def made(path: Path) -> Path:
    """The path of a result, or one sentence on how to make it."""
    if not path.exists():
        raise SystemExit(
            f"{path} is not in {Path.cwd()}: first run `snakemake --cores all` there, to the end."
        )
    return path


# %% [markdown]
# ## Does depth help?
# A table has one row a network, split and statistic. Accuracies are fractions.

# %%
accuracy = pd.read_csv(made(results / "tables" / "accuracy.csv")).query(
    "split == 'validation' and statistic == 'last_epoch'"
)
print(accuracy[["experiment", "network", "replicates", "mean", "ci_low", "ci_high"]].to_string())

# %% [markdown]
# ## How fast does each layer learn?
# What was recorded of a network lies in a folder of its own: here the length of ∂C/∂b of every
# layer, for each replicate and epoch. The network is the first with two hidden layers or more.

# %%
networks = pd.read_csv(made(results / "tables" / "networks.csv")).query(
    "task == 'classify' and activation == 'sigmoid' and hidden_layers > 1 and epochs > 0"
)
if networks.empty:
    raise SystemExit(
        "No sigmoid network with two hidden layers or more was trained in this study: "
        "read the results of the default one, `snakemake --cores all`."
    )
deep = networks.iloc[0]
run = results / "runs" / deep["experiment"] / deep["network"]
gradients = pd.read_csv(made(run / "gradients.csv")).query("kind == 'hidden'")
speed = gradients.pivot_table(
    index="epoch", columns="layer", values="bias_gradient_norm", aggfunc="median"
)
print(speed)

speed.plot(logy=True, title=deep["network"], ylabel="‖∂C/∂b‖, median of replicates")
plt.show()

# %% [markdown]
# ## Which digits does it mistake?
# The trained weights are there too, so the network can be asked again: a = σ(a W + b), layer by
# layer. Files of images have a header of 16 bytes, those of labels one of 8.

# %%
data = results / "data" / deep["dataset"]
images_file = made(data / "t10k-images-idx3-ubyte")
pixels = np.fromfile(images_file, np.uint8, offset=16).reshape(-1, 784) / 256
labels = np.fromfile(made(data / "t10k-labels-idx1-ubyte"), np.uint8, offset=8)

replicate = 0
activation = pixels
with np.load(made(run / "network.npz")) as network:
    for layer in range(1, deep["hidden_layers"] + 2):
        weights, biases = network[f"weights_{layer}"], network[f"biases_{layer}"]
        activation = 1 / (1 + np.exp(-(activation @ weights[replicate] + biases[replicate])))
answers = activation.argmax(axis=1)

test_accuracy = (answers == labels).mean()
mistakes = pd.crosstab(labels, answers, rownames=["digit"], colnames=["answer"])
print(f"{test_accuracy:.2%} of the test images are read correctly")
print(mistakes)
