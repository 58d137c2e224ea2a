"""Figures of the report as files for print: charts, the map of the network, its ties. Counting is not done here."""
