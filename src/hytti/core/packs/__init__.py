"""Region packs: folders of YAML and CSV that a coordinator can read and correct."""
