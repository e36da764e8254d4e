"""Juzheng (据证): the ruling on residents' committees' certificates, made to run."""

__version__ = "0.1.0"
