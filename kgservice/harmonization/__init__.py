"""Lists side by side, and a list beside its own past: values in, values out."""
