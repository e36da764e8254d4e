"""Juzheng (据证): the ruling on residents' committees' certificates, made to run."""

__version__ = "0.2.0.dev0"
