"""Norway's Liste II as PDF."""
