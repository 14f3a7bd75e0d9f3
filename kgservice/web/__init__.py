"""The service over HTTP: Flask behind a small gateway, one blueprint a concern."""
