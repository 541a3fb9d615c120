"""The dialects in which the log is read by machine, and the keys that open them."""
