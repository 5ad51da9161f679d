"""The sums behind every figure: numbers and arrays in, numbers out. Usable alone, without Django."""
