"""Servers on loopback that speak as the platforms do, with invented posts; no test leaves this machine."""
