"""One file for each screen or report: session in, frozen rows out."""
