"""The names that a config may choose from, and what each of them means.

The engine has one of each. The names stand here, as reading a config needs no numpy: the Snakefile
does it wherever Snakemake is installed, with nothing else. config/README.md shows the words.
"""

ACTIVATIONS = {
    "sigmoid": "1 / (1 + e^−z)",
    "tanh": "the hyperbolic tangent",
    "softsign": "z / (1 + abs(z))",
    "relu": "max(0, z)",
    "leaky_relu": "max(z, z/100): Maas, Hannun & Ng (2013)",
    "selu": "λz above 0, λα(e^z − 1) below: Klambauer et al. (2017)",
    "gelu": "z Φ(z), with the normal distribution's Φ: Hendrycks & Gimpel (2016)",
}
# How the report writes them, where not as a config does.
SPELLINGS = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "gelu": "GELU", "selu": "SELU"}
NORMALISATIONS = {
    "none": "weighted inputs as they are",
    "batch": "each neuron over the mini-batch: Ioffe & Szegedy (2015)",
    "layer": "each image over the neurons of the layer: Ba, Kiros & Hinton (2016)",
}
COSTS = {
    "cross_entropy": "with a sigmoid output layer",
    "quadratic": "with a sigmoid output layer",
    "log_likelihood": "with a softmax output layer",
}
INITIALISERS = {
    "scaled_gaussian": "N(0, 1/n_in), the book's",
    "large_gaussian": "N(0, 1), the book's old one",
    "standard_uniform": "uniform within ±1/√n_in: the standard before Glorot & Bengio (2010)",
    "glorot_uniform": "uniform within ±√6/√(n_in + n_out): Glorot & Bengio (2010)",
    "he": "N(0, 2/n_in): He et al. (2015), for rectifiers",
    "sparse": "15 weights N(0, 1) into each unit: Sutskever et al. (2013)",
    "orthogonal": "orthonormal rows or columns: Saxe et al. (2014)",
}
OPTIMISERS = {
    "sgd": "gradient descent",
    "momentum": "classical momentum",
    "nesterov": "Nesterov's momentum",
    "adam": "Adam: Kingma & Ba (2015)",
}
MOMENTUM_SCHEDULES = {
    "constant": "μ throughout",
    "sutskever_2013": "rising as 1 − 1/(2(⌊t/250⌋ + 1)), at most 0.9 in the last 1,000 updates",
}
