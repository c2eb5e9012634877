"""The formats that databases, programs and people export, each read to articles by a small reader of its own."""
