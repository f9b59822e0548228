"""The one PHP script that works on a host, and the protocol by which it is spoken to."""
