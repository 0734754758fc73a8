"""Makes what is learned and shipped: weights and models. Never imported at run time."""
