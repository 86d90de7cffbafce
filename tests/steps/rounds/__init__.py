"""Tests of the reader of rounds."""
