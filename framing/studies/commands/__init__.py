"""The commands of `framing ...`, each thin: it reads, calls the package, writes."""
