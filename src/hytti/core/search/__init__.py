"""Finding records by the words people use."""


def find(words: str) -> list[object]:
    return []
