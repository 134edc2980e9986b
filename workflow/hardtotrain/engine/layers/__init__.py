"""The kinds of layer that a network is a stack of.

Each is one file: its equations forward and backward, its parameters and, where it changes how large
signals and errors are, what theory says of that.
"""
