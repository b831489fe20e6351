"""The top floor: settings, urls, middleware, home page, demo loader, look of the pages."""
