"""The same questions over Spark Connect (Apache Spark, Databricks), where one machine is outgrown.

The server has the store's tables under their own names, as `hytti facts export --parquet` writes them: registered by
its administrator, or read by the server from a folder that HYTTI_FACTS_PARQUET names and shown for this session.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from . import schema
from .engines import text_of
from .model import Unreadable

if TYPE_CHECKING:
    from .engines import Column, Parameters, Row

PLACE = re.compile(r":(\w+)")
RETRIES = {"max_retries": 3, "initial_backoff": 100, "max_backoff": 1000}
"""Milliseconds: a page does not wait for a server that is away."""


class Spark:
    """A session of a Spark Connect server at sc://host:port; needs pyspark-client, the extra "spark"."""

    look_again = 60.0

    def __init__(self, address: str, folder: str = "") -> None:
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
            from pyspark.sql.connect.client.retries import DefaultPolicy
        except ImportError as error:
            raise Unreadable(f"{address} needs pyspark-client: install hytti[spark].") from error

        self._errors = PySparkException
        self._address = address
        folder = folder or os.environ.get("HYTTI_FACTS_PARQUET", "")
        try:
            self._session = SparkSession.builder.remote(address).create()
            self._session.client.set_retry_policies([DefaultPolicy(**RETRIES)])
            for table in schema.TABLES if folder else ():
                self._session.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)
        except PySparkException as error:
            raise Unreadable(f"{address} does not give the store's tables: {error}") from error

        self.opened = self.stamp()

    def rows(self, question: str, parameters: Parameters) -> list[Row]:
        try:
            return [tuple(row) for row in self._session.sql(rendered(question, parameters)).collect()]
        except self._errors as error:
            raise Unreadable(f"{self._address} does not answer: {error}") from error

    def columns(self, question: str, parameters: Parameters) -> list[Column]:
        return list(zip(*self.rows(question, parameters), strict=True))

    def stamp(self) -> object:
        return self.rows("store", {})

    def close(self) -> None:
        self._session.stop()


def rendered(question: str, parameters: Parameters) -> str:
    """A question's text with its numbers in place; only numbers ever are."""

    def number(place: re.Match[str]) -> str:
        value = parameters[place[1]]
        return ", ".join(str(int(one)) for one in (value if isinstance(value, list) else [value]))

    return PLACE.sub(number, text_of("spark", question))
