"""The roof: settings, addresses, servers. Imports anyone; nobody imports it."""
