"""The same functions over as many articles as there are: part by part, on all cores or a cluster, and resumable."""
