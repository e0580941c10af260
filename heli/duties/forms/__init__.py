"""Forms of duties: `lists` read the address, `deciding` asks what an action needs."""
