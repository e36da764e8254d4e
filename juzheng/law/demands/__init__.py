"""Who demands which proof (索要): the registry, the network, its cycles and faults."""
