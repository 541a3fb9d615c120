"""Telling people: mails and operator notices through SNS, with a row for each so that none is lost and few repeat."""
