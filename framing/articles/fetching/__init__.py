"""The one place of the toolkit that opens a connection: pages are fetched from a list of addresses, politely."""
