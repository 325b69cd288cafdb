"""The intake pool (R056–R061, R137): what came in by any channel, until it is an order or known to be none."""
