"""Plain-numpy training of many replicates of one network in lockstep."""
