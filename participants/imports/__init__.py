"""A file of people on its way in: columns matched, cells read, rows compared, then saved whole."""
