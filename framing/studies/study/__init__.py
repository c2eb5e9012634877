"""A researcher's folder to a report: its layout, its settings, what is read, counted, drawn, written and compared."""
