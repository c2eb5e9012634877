# quanteda on the same texts and patterns: Rscript speed_quanteda.R TEXTS.json FRAMES.json
# Words without signs, a dictionary with open endings and phrases, hits of each text and frame, words of each text; one
# thread. Prints one line of JSON as speed_peers.py does.
suppressPackageStartupMessages(library(quanteda))
given <- commandArgs(TRUE)
used <- function() sum(proc.time()[1:2])
quanteda_options(threads = 1)

start <- used()
texts <- jsonlite::fromJSON(given[1])
load <- used() - start
patterns <- dictionary(jsonlite::fromJSON(given[2]))
setup <- used() - start - load
words <- tokens(texts, remove_punct = TRUE, remove_symbols = TRUE)
n_tokens <- sum(ntoken(words))
counts <- dfm(tokens_lookup(words, patterns, valuetype = "glob", nested_scope = "key"))
first <- used() - start - load - setup

status <- "/proc/self/status"
peak <- if (file.exists(status)) {
  as.numeric(sub("\\D+(\\d+).*", "\\1", grep("VmHWM", readLines(status), value = TRUE))) / 1024
} else NULL
cat(jsonlite::toJSON(list(
  load = load, setup = setup, first = first, again = NULL, n_tokens = n_tokens, n_hits = sum(counts), digest = "",
  peak_mib = peak, versions = list(quanteda = as.character(packageVersion("quanteda")))
), auto_unbox = TRUE, digits = 6, null = "null"), "\n")
