"""Readers of wire formats: a binary stream in, rows or records out; strict, pure, the same for every source."""
