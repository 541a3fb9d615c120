"""The demonstration behind `make run`: publishers on loopback, a local inbox, and the story that is told with them."""
