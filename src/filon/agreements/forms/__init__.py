"""Forms of agreements: what people type becomes the input of a service."""
