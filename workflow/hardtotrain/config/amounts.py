"""How much a job does, for those that do it and for those that plan it; without numpy."""

# Images that go through all replicates at once to measure costs and accuracies.
MONITORED_IMAGES = 1000

# Images whose Jacobians are decomposed into singular values, of one replicate after the other. That
# takes long, and from 30 images to 1,000 the mean singular value of a layer moves by less than 2%
# in all networks of the default study but the chaotic ones.
DECOMPOSED_IMAGES = 30

# Bins of activations, and of the magnitudes of errors and of weight gradients. Few of them hold
# anything: in the three histograms of a layer together about so many.
ACTIVATION_BINS = 20
MAGNITUDE_BINS = 170
FILLED_BINS = 100


def updates_per_epoch(images: int, batch_size: int) -> int:
    """How many mini-batches an epoch has; the last is smaller where they do not come out even."""
    return -(-images // batch_size)
