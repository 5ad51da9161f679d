"""From feeds to offers: what a source says, written in batches; what people changed here stays."""
